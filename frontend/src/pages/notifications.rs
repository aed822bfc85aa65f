//! `/settings/notifications`: through which channels the viewer is told beside the page, when, and what became of it.

mod channels;
mod edit;
mod log;
mod when;

use leptos::prelude::*;

use crate::address::Address;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;

operations!("src/pages/notifications.graphql": NotificationsPage);
use ask::{NotificationsPage, notifications_page};

type Channel = notifications_page::NotificationsPageChannels;
type Settings = notifications_page::NotificationsPageNotificationSettings;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let load = Load::new(move || frame.client.ask::<NotificationsPage>(notifications_page::Variables));
    let log = log::Log::new(frame);
    let changed = Callback::new(move |()| load.again());
    // It outlives the form, which is drawn anew with what was saved.
    let saved = RwSignal::new(false);
    let content = load.view(frame.locale, move |answer| {
        view! {
            {channels::card(frame, &answer.channels, answer.notification_settings.mail_is_set_up, changed, log)}
            {when::card(frame, &answer.notification_settings, saved, changed)}
        }
        .into_any()
    });
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Inbox.to_string()>{text.shell.inbox}</a></li></ol></nav>
        <div class="head"><h1>{text.shell.notifications}</h1></div>
        <p class="quiet">{text.channel().lead}</p>
        <p class="quiet">{text.channel().scope}</p>
        {content}
        {log.card(frame)}
    }
    .into_any()
}
