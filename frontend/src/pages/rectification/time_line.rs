//! What was done and said: the giving side left, the responsible side right, the system between; and a word more.

use leptos::prelude::*;

use super::{Acting, Done, Shown};
use crate::api::codes::{ClockKind, MatterKind, Recipient, RectificationStep, Side};
use crate::api::schema::Period;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::card::card;
use crate::parts::form::{Form, filled};

operations!("src/pages/rectification.graphql": CommentRectification);
use ask::{CommentRectification, comment_rectification};

/// The card.
pub fn time_line(acting: Acting, it: &Shown, draft: RwSignal<String>) -> AnyView {
    let locale = acting.frame.locale;
    let text = &locale.text.rectification;
    let lines: Vec<_> = it.time_line.iter().map(|event| line(locale, event)).collect();
    let comment = it.allowed_steps.contains(&RectificationStep::Comment).then(|| comment(acting, draft));
    let content = view! { <ol class="two-sides">{lines}</ol> {comment} };
    card(text.time_line, ().into_any(), content.into_any())
}

fn line(locale: Locale, event: &Done) -> AnyView {
    let (class, side) = match event.side {
        Some(Side::Giver) => ("giver", Some(Side::Giver)),
        Some(Side::Responsible) => ("responsible", Some(Side::Responsible)),
        None => ("system", None),
    };
    let who = if event.name.is_empty() { locale.text.rectification.system } else { event.name.as_str() };
    let side = side.map(|side| format!(" · {}", side.word(locale)));
    let words = match event.side {
        Some(_) => event.words.clone(),
        None => of_system(locale, &event.words),
    };
    let words = (!words.is_empty()).then(|| view! { <p class="said">{words}</p> });
    view! {
        <li class=class>
            <small>{who.to_owned()} {side} " · " <time>{locale.moment(&event.at)}</time></small>
            <b>{locale.matter_step(MatterKind::Rectification, &event.step)}</b>
            {words}
        </li>
    }
    .into_any()
}

/// What the system says is codes: periods, or whom it told of which clock. Anything else stays as it came.
fn of_system(locale: Locale, words: &str) -> String {
    let periods: Option<Vec<String>> =
        words.split_whitespace().map(|word| Some(locale.period(word.parse::<Period>().ok()?))).collect();
    let told: Option<Vec<String>> = words.split(", ").map(|pair| told(locale, pair)).collect();
    let parts = periods.or(told);
    let between = locale.text.rectification.system_between;
    parts.map_or_else(|| words.to_owned(), |parts| parts.join(between))
}

fn told(locale: Locale, pair: &str) -> Option<String> {
    let (clock, recipient) = pair.split_once(' ')?;
    let (clock, recipient) = (clock.parse::<ClockKind>().ok()?, recipient.parse::<Recipient>().ok()?);
    Some(fill(locale.text.rectification.told_level, &[clock.word(locale), recipient.word(locale)]))
}

fn comment(acting: Acting, draft: RwSignal<String>) -> AnyView {
    let locale = acting.frame.locale;
    let text = &locale.text.rectification;
    let form = Form::new(locale);
    form.guard(Signal::derive(move || draft.with(|words| !words.trim().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(words) = filled(draft) else { return form.refuse(vec![("words", text.needed)]) };
        let variables = comment_rectification::Variables { rectification: acting.id, version: acting.version, words };
        form.send(acting.sent::<CommentRectification>(variables), move |()| {
            draft.set(String::new());
            acting.changed.run(());
        });
    };
    view! {
        <form class="comment" on:submit=submit>
            {form.lines("words", text.comment, draft)}
            {form.complaint()}
            <div class="form-actions">
                <button class="button" type="submit" disabled=move || form.busy()>{text.comment_send}</button>
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, MoneyUnit};

    #[test]
    fn what_the_system_says_is_told_in_words() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        let en = Locale::new(Language::English, MoneyUnit::Yuan);
        assert_eq!(of_system(zh, "2026-04 2026-05"), "2026 年 4 月、2026 年 5 月");
        assert_eq!(of_system(en, "2026-04 2026-05"), "April 2026, May 2026");
        let told = of_system(zh, "REPORT UNIT_HEAD, PLAN LINE_ABOVE");
        assert!(told.contains("本单位负责人") && told.contains("、") && !told.contains("REPORT"), "{told}");
        assert_eq!(of_system(zh, "a word"), "a word");
        assert_eq!(of_system(zh, ""), "");
    }
}
