//! The register as a sheet: out, and in again (CJ-28).

use leptos::prelude::*;

use crate::frame::Frame;
use crate::locale::Locale;
use crate::pages::sheet::{self, Sheets};
use crate::parts::dialog::Dialog;

/// The way to the sheets. `changed` is told when the dialog closes after a sheet was taken: what was taken is read before.
pub fn button(frame: Frame, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let (open, taken) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        if !open.get() && taken.get_untracked() {
            taken.set(false);
            changed.run(());
        }
    });
    let sheets = Sheets {
        template: Callback::new(|kind| {
            Ok((format!("/files/risks/register.{kind}"), format!("baton-risk-register.{kind}")))
        }),
        to: Callback::new(|()| Ok("/files/risks".to_owned())),
        accepted: text.sheet_accepted,
        reason,
        taken: Callback::new(move |()| taken.set(true)),
    };
    let close = move |_| open.set(false);
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{text.by_sheet}</button>
        <Dialog title=text.by_sheet open=open may_close=Callback::new(|()| true)>
            <p class="quiet">{text.sheet_lead}</p>
            {sheet::template(frame, sheets)}
            <p class="fine">{text.sheet_rules}</p>
            {sheet::sending(frame, sheets)}
            <div class="form-actions"><button class="button" type="button" on:click=close>{text.close}</button></div>
        </Dialog>
    }
    .into_any()
}

fn reason(locale: Locale, code: &str) -> Option<&'static str> {
    let text = locale.text.risk_sheet();
    Some(match code {
        "MISSING" => text.missing,
        "TOO_LONG" => text.too_long,
        "BAD_CODE" => text.bad_code,
        "OTHER_PROCESS" => text.other_process,
        "NOT_KEPT" => text.not_kept,
        "FULL" => text.full,
        "RETIRED" => text.retired,
        "UNKNOWN_UNIT" => text.unknown_unit,
        "UNKNOWN_POST" => text.unknown_post,
        "UNKNOWN_KIND" => text.unknown_kind,
        "BAD_DEGREE" => text.bad_degree,
        "BAD_MONTHS" => text.bad_months,
        "UNKNOWN_INDICATOR" => text.unknown_indicator,
        "TWICE" => text.twice,
        "TAKEN" => text.taken,
        "STALE" => text.stale,
        _ => return None,
    })
}
