//! When the viewer is told: language, how often, quiet hours.

use leptos::prelude::*;

use super::Settings;
use crate::api::codes::{DigestKind, MessageLanguage};
use crate::api::schema::LocalTime;
use crate::frame::Frame;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::card;
use crate::parts::form::{Form, options, typed};

operations!("src/pages/notifications.graphql": SaveNotificationSettings);
use ask::{SaveNotificationSettings, save_notification_settings};

/// Everything that is filled in.
#[derive(Clone, Copy)]
struct Fields {
    language: RwSignal<String>,
    digest: RwSignal<String>,
    at: RwSignal<String>,
    day: RwSignal<String>,
    quiet_from: RwSignal<String>,
    quiet_until: RwSignal<String>,
}

/// When messages are gathered unless it is said.
const MORNING: &str = "08:30";

impl Fields {
    fn new(settings: &Settings) -> Self {
        let time = |time: Option<LocalTime>| time.map_or_else(String::new, |time| time.to_string());
        Self {
            language: RwSignal::new(settings.language.code().to_owned()),
            digest: RwSignal::new(settings.digest.code().to_owned()),
            at: RwSignal::new(settings.digest_at.map_or_else(|| MORNING.to_owned(), |at| at.to_string())),
            day: RwSignal::new(settings.digest_day.unwrap_or(1).to_string()),
            quiet_from: RwSignal::new(time(settings.quiet_from)),
            quiet_until: RwSignal::new(time(settings.quiet_until)),
        }
    }

    fn said(self) -> [String; 6] {
        [self.language, self.digest, self.at, self.day, self.quiet_from, self.quiet_until].map(|text| text.get())
    }

    fn digest(self) -> DigestKind {
        self.digest.with(|digest| digest.parse().unwrap_or(DigestKind::Immediate))
    }
}

/// The card.
pub fn card(frame: Frame, settings: &Settings, saved: RwSignal<bool>, changed: Callback<()>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.channel();
    let (form, fields, version) = (Form::new(locale), Fields::new(settings), settings.version);
    let before = untrack(|| fields.said());
    let unsaved = Signal::derive(move || fields.said() != before);
    form.guard(unsaved);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(
            frame,
            form,
            fields,
            version,
            Callback::new(move |()| {
                saved.set(true);
                changed.run(());
            }),
        );
    };
    let held = (settings.held > 0).then(|| fill(text.held, &[&locale.count(settings.held)]));
    let told = move || (saved.get() && !unsaved.get()).then_some(text.saved);
    let content = view! {
        <p class="quiet">{text.when_lead} " " {held}</p>
        <form on:submit=submit>
            <div class="fields">{inputs(locale, form, fields)}</div>
            {form.complaint()}
            <div class="form-actions">
                <span class="saved" role="status">{told}</span>
                <button class="button primary" type="submit" disabled=move || form.busy() || !unsaved.get()>{locale.text.common.save}</button>
            </div>
        </form>
    };
    card::card(text.when, ().into_any(), content.into_any())
}

fn inputs(locale: Locale, form: Form, fields: Fields) -> AnyView {
    let text = locale.text.channel();
    let gathered = move || {
        let day = (fields.digest() == DigestKind::Weekly)
            .then(|| form.choice("digestDay", text.digest_day, fields.day, days(locale)));
        let at = (fields.digest() != DigestKind::Immediate)
            .then(|| form.line("digestAt", text.digest_at, fields.at, "time", true));
        view! { {day} {at} }
    };
    view! {
        {form.choice("language", text.language, fields.language, options(locale, MessageLanguage::ALL, MessageLanguage::code))}
        {form.choice("digest", text.digest, fields.digest, options(locale, DigestKind::ALL, DigestKind::code))}
        {gathered}
        <fieldset class="broad">
            <legend>{text.quiet}</legend>
            <div class="fields">
                {form.line("quietFrom", text.quiet_from, fields.quiet_from, "time", false)}
                {form.line("quietUntil", text.quiet_until, fields.quiet_until, "time", false)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// The days of the week with their numbers, from 1.
fn days(locale: Locale) -> Vec<(String, String)> {
    let text = locale.text.channel();
    let names = [text.monday, text.tuesday, text.wednesday, text.thursday, text.friday, text.saturday, text.sunday];
    (1..).zip(names).map(|(number, name): (u8, _)| (number.to_string(), name.to_owned())).collect()
}

fn save(frame: Frame, form: Form, fields: Fields, version: i64, done: Callback<()>) {
    let text = frame.locale.text.channel();
    let (from, until) = (typed::<LocalTime>(fields.quiet_from), typed::<LocalTime>(fields.quiet_until));
    let wrong = [
        (from.is_none() && until.is_some()).then_some(("quietFrom", text.fill_in)),
        (from.is_some() && until.is_none()).then_some(("quietUntil", text.fill_in)),
    ];
    let wrong: Vec<_> = wrong.into_iter().flatten().collect();
    if !wrong.is_empty() {
        return form.refuse(wrong);
    }
    let digest = typed::<DigestKind>(fields.digest).unwrap_or(DigestKind::Immediate);
    let input = save_notification_settings::NotificationSettingsInput {
        version,
        language: typed::<MessageLanguage>(fields.language).unwrap_or(MessageLanguage::Chinese),
        quiet_from: from,
        quiet_until: until,
        digest,
        digest_at: typed(fields.at).filter(|_: &LocalTime| digest != DigestKind::Immediate),
        digest_day: typed(fields.day).filter(|_: &i64| digest == DigestKind::Weekly),
    };
    let variables = save_notification_settings::Variables { input };
    form.send(frame.client.ask::<SaveNotificationSettings>(variables), move |_| done.run(()));
}
