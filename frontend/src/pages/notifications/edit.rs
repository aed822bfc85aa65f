//! A channel as it shall be: a dialog for a new one and for one that is there.

use leptos::prelude::*;

use super::Channel;
use crate::api::codes::{ChannelKind, NoticeReason, Severity};
use crate::api::schema::ChannelId;
use crate::frame::Frame;
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, tick, typed};

operations!("src/pages/notifications.graphql": SaveChannel);
use ask::{SaveChannel, save_channel};

/// Everything that is filled in.
#[derive(Clone, Copy)]
struct Fields {
    kind: RwSignal<String>,
    name: RwSignal<String>,
    address: RwSignal<String>,
    secret: RwSignal<String>,
    least: RwSignal<String>,
    reasons: StoredValue<Vec<(NoticeReason, RwSignal<bool>)>>,
    is_on: RwSignal<bool>,
}

fn signal(text: impl Into<String>) -> RwSignal<String> {
    RwSignal::new(text.into())
}

impl Fields {
    fn new(channel: Option<&Channel>) -> Self {
        let wanted = |reason: &NoticeReason| channel.is_none_or(|channel| channel.reasons.contains(reason));
        let reasons = NoticeReason::ALL.iter().map(|reason| (*reason, RwSignal::new(wanted(reason)))).collect();
        // An address is shown in part, so that it cannot stand here to be changed; a mail address could, and is treated alike.
        Self {
            kind: signal(channel.map_or(ChannelKind::Email, |channel| channel.kind).code()),
            name: signal(channel.map_or("", |channel| channel.name.as_str())),
            address: signal(""),
            secret: signal(""),
            least: signal(channel.map_or(Severity::Blue, |channel| channel.least).code()),
            reasons: StoredValue::new(reasons),
            is_on: RwSignal::new(channel.is_none_or(|channel| channel.is_on)),
        }
    }

    fn said(self) -> (Vec<String>, Vec<bool>) {
        let texts = [self.kind, self.name, self.address, self.secret, self.least].map(|text| text.get());
        let ticks = self.reasons.with_value(|all| all.iter().map(|(_, on)| on.get()).collect::<Vec<_>>());
        (texts.into(), ticks.into_iter().chain([self.is_on.get()]).collect())
    }

    fn kind(self) -> ChannelKind {
        self.kind.with(|kind| kind.parse().unwrap_or(ChannelKind::Email))
    }

    fn chosen(self) -> Vec<NoticeReason> {
        let kind = untrack(|| self.kind());
        let on = |&(reason, on): &(NoticeReason, RwSignal<bool>)| {
            (on.get_untracked() && kind.may_bring(reason)).then_some(reason)
        };
        self.reasons.with_value(|all| all.iter().filter_map(on).collect())
    }
}

/// The channel that is changed, in the version seen.
#[derive(Clone, Copy)]
struct Known {
    id: ChannelId,
    version: i64,
    has_secret: bool,
}

/// Adds a channel.
pub fn add(frame: Frame, mail: bool, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.channel();
    dialog(frame, None, ("button primary", text.add, text.add), (mail, None), changed)
}

/// Changes a channel.
pub fn change(frame: Frame, channel: &Channel, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.channel();
    let known = Known { id: channel.id, version: channel.version, has_secret: channel.has_secret };
    dialog(frame, Some(channel), ("link", text.change, text.change), (true, Some(known)), changed)
}

fn dialog(
    frame: Frame,
    channel: Option<&Channel>,
    (class, face, title): (&'static str, &'static str, &'static str),
    (mail, known): (bool, Option<Known>),
    changed: Callback<()>,
) -> AnyView {
    let (form, open, fields) = (Form::new(frame.locale), RwSignal::new(false), Fields::new(channel));
    let before = untrack(|| fields.said());
    form.guard(Signal::derive(move || open.get() && fields.said() != before));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(
            frame,
            form,
            fields,
            known,
            Callback::new(move |()| {
                open.set(false);
                changed.run(());
            }),
        );
    };
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{face}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                {inputs(frame.locale, form, fields, mail, known)}
                {form.foot(open, frame.locale.text.common.save)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn inputs(locale: Locale, form: Form, fields: Fields, mail: bool, known: Option<Known>) -> AnyView {
    let text = locale.text.channel();
    let kind = match known {
        None => form.choice("kind", text.kind, fields.kind, options(locale, ChannelKind::ALL, ChannelKind::code)),
        Some(_) => view! { <p class="quiet">{untrack(|| fields.kind()).word(locale)}</p> }.into_any(),
    };
    let address = move || {
        let label = match (known, fields.kind()) {
            (Some(_), _) => text.address_kept,
            (None, ChannelKind::Email) => text.mail_address,
            (None, ChannelKind::Webhook | ChannelKind::Wecom | ChannelKind::Dingtalk | ChannelKind::Feishu) => {
                text.address
            }
        };
        form.line("address", label, fields.address, "text", known.is_none())
    };
    let no_mail = move || {
        (!mail && fields.kind() == ChannelKind::Email)
            .then(|| view! { <p class="notice small">{text.mail_not_set_up}</p> })
    };
    let reasons = move || {
        let kind = fields.kind();
        let offered = |&&(reason, _): &&(NoticeReason, RwSignal<bool>)| kind.may_bring(reason);
        fields.reasons.with_value(|all| {
            let ticks = all.iter().filter(offered).map(|&(reason, on)| tick(reason.word(locale), on));
            ticks.collect::<Vec<_>>()
        })
    };
    view! {
        {kind}
        {no_mail}
        {form.line("name", text.name, fields.name, "text", true)}
        {address}
        {move || secret(locale, form, fields, known)}
        {form.choice("least", text.least, fields.least, options(locale, Severity::ALL, Severity::code))}
        <div class="ticks" role="group" aria-label=text.reasons><b>{text.reasons}</b> {reasons} {form.told("reasons")}</div>
        {tick(text.is_on, fields.is_on)}
    }
    .into_any()
}

/// The secret, for the kinds that know one.
fn secret(locale: Locale, form: Form, fields: Fields, known: Option<Known>) -> AnyView {
    let text = locale.text.channel();
    let hint = match fields.kind() {
        ChannelKind::Email | ChannelKind::Wecom => return ().into_any(),
        ChannelKind::Webhook => text.secret_webhook,
        ChannelKind::Dingtalk | ChannelKind::Feishu => text.secret_robot,
    };
    let is_set = known.is_some_and(|known| known.has_secret);
    let label = if is_set { text.secret_kept } else { text.secret };
    view! { {form.line("secret", label, fields.secret, "password", false)} <p class="fine">{hint}</p> }.into_any()
}

fn save(frame: Frame, form: Form, fields: Fields, known: Option<Known>, done: Callback<()>) {
    let text = frame.locale.text.channel();
    let (Some(kind), Some(least)) = (typed::<ChannelKind>(fields.kind), typed::<Severity>(fields.least)) else {
        return;
    };
    let (name, address, reasons) = (filled(fields.name), filled(fields.address), fields.chosen());
    let wrong = [
        name.is_none().then_some(("name", text.fill_in)),
        (known.is_none() && address.is_none()).then_some(("address", text.fill_in)),
        reasons.is_empty().then_some(("reasons", text.choose_reason)),
    ];
    let wrong: Vec<_> = wrong.into_iter().flatten().collect();
    if !wrong.is_empty() {
        return form.refuse(wrong);
    }
    let input = save_channel::ChannelInput {
        id: known.map(|known| known.id),
        version: known.map(|known| known.version),
        kind,
        name: name.unwrap_or_default(),
        address,
        secret: filled(fields.secret),
        least,
        reasons,
        is_on: fields.is_on.get_untracked(),
    };
    form.send(frame.client.ask::<SaveChannel>(save_channel::Variables { input }), move |_| done.run(()));
}
