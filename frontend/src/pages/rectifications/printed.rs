//! The ledger on paper: every rectification that the filters admit, whichever screenful is shown.

use leptos::ev;
use leptos::prelude::*;

use super::{Listed, RectificationsPage, columns, rectifications_page, row};
use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::locale::fill;
use crate::parts::table::table;
use crate::today::today;

/// As many as the server gives at a time.
const AT_ONCE: i64 = 100;
/// More are not printed at once: the sheet says so, and the workbook has all of them.
const MOST: usize = 2_000;

/// What goes to paper.
struct Ledger {
    /// What the list is narrowed to.
    filters: Vec<String>,
    lines: Vec<Listed>,
    /// How many there are in all.
    total: i64,
}

/// The ledger on its way to paper, and while it is there.
#[derive(Clone, Copy)]
pub struct Printing {
    frame: Frame,
    refused: RwSignal<Option<Failure>>,
    ledger: RwSignal<Option<Ledger>>,
    busy: RwSignal<bool>,
}

impl Printing {
    /// Nothing is printed yet; `refused` is told why nothing was.
    pub fn new(frame: Frame, refused: RwSignal<Option<Failure>>) -> Self {
        let ledger = RwSignal::new(None::<Ledger>);
        // Whether it was printed or not: the page shows its screenful again.
        let over = window_event_listener(ev::afterprint, move |_| drop(ledger.try_set(None)));
        on_cleanup(move || over.remove());
        Self { frame, refused, ledger, busy: RwSignal::new(false) }
    }

    /// Whether it is being gathered, tracked.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Whether it is what goes to paper, tracked.
    pub fn is_on_paper(self) -> bool {
        self.ledger.with(Option::is_some)
    }

    /// Gathers what `asked` admits and prints it.
    pub fn print(self, asked: rectifications_page::Variables, filters: Vec<String>) {
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let found = every(self.frame, asked).await;
            // Gone with its page.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match found {
                Ok((lines, total)) => {
                    self.refused.set(None);
                    self.ledger.set(Some(Ledger { filters, lines, total }));
                    // By the next frame it is drawn.
                    request_animation_frame(|| drop(window().print()));
                }
                Err(failure) => self.refused.set(Some(failure)),
            }
        });
    }

    /// The sheet, on paper only.
    pub fn sheet(self) -> AnyView {
        let sheet = move || self.ledger.with(|ledger| ledger.as_ref().map(|ledger| drawn(self.frame, ledger)));
        view! { <div class="on-paper">{sheet}</div> }.into_any()
    }
}

/// Every line that is admitted, up to the most that are printed, and how many there are in all.
async fn every(frame: Frame, asked: rectifications_page::Variables) -> Result<(Vec<Listed>, i64), Failure> {
    let mut asked = rectifications_page::Variables { first: AT_ONCE, after: None, ..asked };
    let mut lines = Vec::new();
    loop {
        let page = frame.client.ask::<RectificationsPage>(asked.clone()).await?.matters;
        lines.extend(page.nodes);
        asked.after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if asked.after.is_none() || lines.len() >= MOST {
            return Ok((lines, page.total_count));
        }
    }
}

fn drawn(frame: Frame, ledger: &Ledger) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.rectification();
    let total = fill(locale.text.common.total, &[&locale.count(ledger.total)]);
    let about = ledger.filters.iter().cloned().chain([total, fill(text.ledger_day, &[&today()])]);
    let about = about.collect::<Vec<_>>().join(" · ");
    let printed = i64::try_from(ledger.lines.len()).unwrap_or(i64::MAX);
    let more = (ledger.total > printed).then(|| {
        let left = ledger.total.saturating_sub(printed);
        view! { <p role="note"><b>{fill(text.ledger_more, &[&locale.count(printed), &locale.count(left)])}</b></p> }
    });
    let rows = ledger.lines.iter().map(|matter| row(frame, matter)).collect();
    view! {
        <h1>{text.ledger}</h1>
        <p>{about}</p>
        {more}
        <div class="ledger">{table(text.ledger, &columns(frame), rows)}</div>
    }
    .into_any()
}
