//! The ledger on paper: every rectification that the filters admit, whichever screenful is shown, each with what it came to.

mod entry;

use leptos::ev;
use leptos::prelude::*;

use super::rectifications_page;
use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::locale::fill;
use crate::operations;
use crate::today::today;

operations!("src/pages/rectifications.graphql": LedgerPart);
use ask::{LedgerPart, ledger_part};
use entry::Entry;

/// As many as the server gives at a time.
const AT_ONCE: i64 = 100;
/// More are not printed at once: the sheet says so, and the workbook has all of them.
const MOST: usize = 2_000;

/// What goes to paper.
struct Ledger {
    /// What the list is narrowed to.
    filters: Vec<String>,
    entries: Vec<Entry>,
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
                Ok((entries, total)) => {
                    self.refused.set(None);
                    self.ledger.set(Some(Ledger { filters, entries, total }));
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

/// Every order that is admitted, up to the most that are printed, and how many there are in all.
async fn every(frame: Frame, asked: rectifications_page::Variables) -> Result<(Vec<Entry>, i64), Failure> {
    let rectifications_page::Variables { direction, is_open, overdue, .. } = asked;
    let mut asked = ledger_part::Variables { first: AT_ONCE, after: None, direction, is_open, overdue };
    let mut entries = Vec::new();
    loop {
        let page = frame.client.ask::<LedgerPart>(asked.clone()).await?.rectifications;
        entries.extend(page.nodes);
        asked.after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if asked.after.is_none() || entries.len() >= MOST {
            return Ok((entries, page.total_count));
        }
    }
}

fn drawn(frame: Frame, ledger: &Ledger) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.rectification();
    let total = fill(locale.text.common.total, &[&locale.count(ledger.total)]);
    let about = ledger.filters.iter().cloned().chain([total, fill(text.ledger_day, &[&today()])]);
    let about = about.collect::<Vec<_>>().join(" · ");
    let printed = i64::try_from(ledger.entries.len()).unwrap_or(i64::MAX);
    let more = (ledger.total > printed).then(|| {
        let left = ledger.total.saturating_sub(printed);
        view! { <p role="note"><b>{fill(text.ledger_more, &[&locale.count(printed), &locale.count(left)])}</b></p> }
    });
    let entries: Vec<_> = ledger.entries.iter().map(|it| entry::entry(locale, it)).collect();
    view! {
        <h1>{text.ledger}</h1>
        <p>{about}</p>
        {more}
        {entries}
    }
    .into_any()
}
