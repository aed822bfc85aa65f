//! The channels there are, each with what can be done to it.

use leptos::prelude::*;

use super::log::Log;
use super::{Channel, edit};
use crate::api::codes::{ChannelKind, DeliveryState};
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::warning::marks;
use crate::parts::badge::tag;
use crate::parts::dialog::Dialog;
use crate::parts::form::Form;
use crate::parts::{card, table};
use table::{text as cell, words};

operations!("src/pages/notifications.graphql": RemoveChannel, TestChannel);
use ask::{RemoveChannel, TestChannel, remove_channel, test_channel};

/// The card with all of them.
pub fn card(frame: Frame, channels: &[Channel], mail: bool, changed: Callback<()>, log: Log) -> AnyView {
    let text = frame.locale.text.channel();
    let common = &frame.locale.text.common;
    let columns = [
        words(text.name),
        words(text.kind),
        words(text.address).wide(),
        words(text.least).wide(),
        words(common.state),
        words(common.actions),
    ];
    let list = match channels.is_empty() {
        true => view! { <p class="notice small">{text.no_channels}</p> }.into_any(),
        false => {
            let rows = channels.iter().map(|channel| line(frame, channel, changed, log)).collect();
            table::table(text.channels, &columns, rows)
        }
    };
    let waits_for_mail = !mail && channels.iter().any(|channel| channel.kind == ChannelKind::Email);
    let note = waits_for_mail.then(|| view! { <p class="notice small" role="status">{text.mail_not_set_up}</p> });
    let add = edit::add(frame, mail, changed);
    card::card(text.channels, add, view! { {note} {list} }.into_any())
}

fn line(frame: Frame, channel: &Channel, changed: Callback<()>, log: Log) -> Vec<AnyView> {
    let locale = frame.locale;
    let text = locale.text.channel();
    let signed = match (channel.kind, channel.has_secret) {
        (ChannelKind::Email | ChannelKind::Wecom, _) => None,
        (ChannelKind::Webhook | ChannelKind::Dingtalk | ChannelKind::Feishu, true) => Some(text.signed),
        (ChannelKind::Webhook | ChannelKind::Dingtalk | ChannelKind::Feishu, false) => Some(text.not_signed),
    };
    let state = if channel.is_on { tag("good", text.on) } else { tag("none", text.off) };
    vec![
        cell(channel.name.clone()),
        cell(channel.kind.word(locale)),
        view! { <span class="breaks">{channel.address.clone()}</span> " " <small class="quiet">{signed}</small> }
            .into_any(),
        marks::severity(locale, channel.least),
        state,
        view! {
            <div class="channel-actions">
                {test(frame, channel, log)}
                {edit::change(frame, channel, changed)}
                {remove(frame, channel, changed)}
            </div>
        }
        .into_any(),
    ]
}

fn test(frame: Frame, channel: &Channel, log: Log) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.channel();
    let (form, id) = (Form::new(locale), channel.id);
    let came = RwSignal::new(None::<(bool, String)>);
    let send = move |_| {
        came.set(None);
        form.send(frame.client.ask::<TestChannel>(test_channel::Variables { channel: id }), move |answer| {
            let of = answer.test_channel;
            let words = of.answer.map_or_else(|| of.state.word(locale), |answer| answer.word(locale));
            let said = if of.detail.is_empty() { words.to_owned() } else { format!("{words} ({})", of.detail) };
            came.set(Some((of.state == DeliveryState::Sent, fill(text.tested, &[&said]))));
            log.again();
        });
    };
    let told = move || {
        came.get().map(|(good, said)| view! { <small class=if good { "saved" } else { "complaint" }>{said}</small> })
    };
    view! {
        <button class="link" type="button" disabled=move || form.busy() on:click=send>{text.test}</button>
        <span role="status">{told}</span>
        {form.complaint()}
    }
    .into_any()
}

fn remove(frame: Frame, channel: &Channel, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let (id, version) = (channel.id, channel.version);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = remove_channel::Variables { channel: id, version };
        form.send(frame.client.ask::<RemoveChannel>(variables), move |_| {
            open.set(false);
            changed.run(());
        });
    };
    view! {
        <button class="link" type="button" on:click=move |_| open.set(true)>{text.common.remove}</button>
        <Dialog title=text.channel().remove open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p>{text.channel().remove_sure}</p>
                {form.foot(open, text.channel().remove)}
            </form>
        </Dialog>
    }
    .into_any()
}
