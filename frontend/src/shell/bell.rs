//! The bell: how many messages are unread, told by the server as it changes, by the pages that know it anew, and asked for every minute
//! where the server cannot tell.

use std::time::Duration;

use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;

use crate::address::{Address, Page};
use crate::api::codes::{Action, Resource};
use crate::frame::Frame;
use crate::locale::fill;
use crate::operations;

operations!("src/shell/bell.graphql": UnreadPart, InboxNews);
use ask::{InboxNews, UnreadPart, inbox_news, unread_part};

/// Asked again this often.
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// More are not counted out.
const MOST_SHOWN: i64 = 99;

thread_local! {
    // One page has one bell; who marks messages as read tells it.
    static UNREAD: ArcRwSignal<i64> = ArcRwSignal::new(0);
    // Counts the messages that came since the page was opened.
    static CAME: ArcRwSignal<usize> = ArcRwSignal::new(0);
}

/// Tells the bell how many messages are unread.
pub fn tell(unread: i64) {
    UNREAD.with(|known| known.set(unread));
}

/// Tracks that messages come: whoever lists them asks again.
pub fn news() {
    CAME.with(|came| came.track());
}

/// The way to the messages with the number of those unread; nothing for whoever is never told of a matter.
pub fn bell(frame: Frame) -> AnyView {
    let told = [Resource::Matter, Resource::PersonMatter].iter().any(|&resource| frame.may(resource, Action::Read));
    if !told {
        return ().into_any();
    }
    // What was known belonged to whoever was signed in before.
    tell(0);
    look(frame);
    let following = frame.client.follow::<InboxNews>(inbox_news::Variables, |answer| hear(&answer.inbox_changed));
    on_cleanup(move || following.end());
    let look_again = move || {
        if !following.is_told() {
            look(frame);
        }
    };
    if let Ok(timer) = set_interval_with_handle(look_again, LOOK_AGAIN) {
        on_cleanup(move || timer.clear());
    }
    let text = frame.locale.text;
    let unread: RwSignal<i64> = RwSignal::from(UNREAD.with(Clone::clone));
    let came: RwSignal<usize> = RwSignal::from(CAME.with(Clone::clone));
    let said = move || match came.get() {
        0 => String::new(),
        _ => fill(text.shell.unread, &[&unread.get().to_string()]),
    };
    let label = move || match unread.get() {
        0 => text.shell.inbox.to_owned(),
        number => fill(text.shell.unread, &[&shown(number)]),
    };
    let number = move || {
        let number = unread.get();
        (number > 0).then(|| view! { <b class="bell-number">{shown(number)}</b> })
    };
    let here = move || (frame.history.address().page() == Page::Inbox).then_some("page");
    view! {
        <a class="bell quiet-button" href=Address::Inbox.to_string() aria-label=label title=text.shell.inbox aria-current=here>
            <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3.5 14.5c1.2-1.4 1.5-2.6 1.5-5.5a5 5 0 0 1 10 0c0 2.9.3 4.1 1.5 5.5zM8 17a2.2 2.2 0 0 0 4 0" /></svg>
            <span class="bell-word">{text.shell.inbox}</span> " "
            {number}
        </a>
        <span class="unseen" role="status">{said}</span>
    }
    .into_any()
}

fn hear(news: &inbox_news::InboxNewsInboxChanged) {
    tell(news.unread);
    if !news.came.is_empty() {
        CAME.with(|came| came.update(|came| *came += news.came.len()));
    }
}

fn look(frame: Frame) {
    leptos::task::spawn_local(async move {
        // Without an answer the bell keeps what it knows: the next minute asks again.
        if let Ok(answer) = frame.client.ask::<UnreadPart>(unread_part::Variables).await {
            tell(answer.unread_messages);
        }
    });
}

fn shown(number: i64) -> String {
    if number > MOST_SHOWN { format!("{MOST_SHOWN}+") } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_number_does_not_push_the_bar_apart() {
        for (number, said) in [(1, "1"), (99, "99"), (100, "99+"), (12_345, "99+")] {
            assert_eq!(shown(number), said);
        }
    }
}
