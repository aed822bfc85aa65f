//! News of a matter that is on screen: that somebody took a step meanwhile, and the way to see it. What is being typed stays.

use std::time::Duration;

use leptos::leptos_dom::helpers::set_timeout;
use leptos::prelude::*;

use crate::api::codes::MatterKind;
use crate::api::schema::MatterId;
use crate::frame::Frame;
use crate::locale::{Locale, fill};
use crate::operations;

operations!("src/shell/news.graphql": MatterNews);
use ask::{MatterNews, matter_news};

type Change = matter_news::MatterNewsMatterChanged;

/// One's own step is on screen by then.
const A_MOMENT: Duration = Duration::from_millis(1500);

/// A line above the matter while what is shown is older than what is known. `again` asks for it anew.
pub fn news(
    frame: Frame,
    kind: MatterKind,
    id: Memo<Option<MatterId>>,
    shown: impl Fn() -> Option<i64> + Send + 'static,
    again: Callback<()>,
) -> AnyView {
    let newest: RwSignal<Option<Change>> = RwSignal::new(None);
    Effect::new(move |_| {
        newest.set(None);
        let Some(id) = id.get() else { return };
        let told = move |answer: matter_news::ResponseData| {
            let change = answer.matter_changed;
            // The page may be gone by then.
            set_timeout(move || drop(newest.try_set(Some(change))), A_MOMENT);
        };
        let following = frame.client.follow::<MatterNews>(matter_news::Variables { id }, told);
        on_cleanup(move || following.end());
    });
    let line = move || {
        let (shown, newest) = (shown()?, newest.get()?);
        (newest.version > shown).then(|| view! {
            <p>{said(frame.locale, kind, &newest)}</p>
            <button class="button" type="button" on:click=move |_| again.run(())>{frame.locale.text.matter().show_news}</button>
        })
    };
    view! { <div class="news" role="status">{line}</div> }.into_any()
}

/// Who did what; where it is not known, that there is something new.
fn said(locale: Locale, kind: MatterKind, change: &Change) -> String {
    let text = locale.text.matter();
    match &change.event {
        Some(event) if event.name.is_empty() => fill(text.news, &[&locale.matter_step(kind, &event.step)]),
        Some(event) => fill(text.news_of, &[&event.name, &locale.matter_step(kind, &event.step)]),
        None => text.news_unknown.to_owned(),
    }
}
