//! What stands where there is no content: loading, nothing, refused.

use leptos::prelude::*;

use crate::api::codes::ErrorCode;
use crate::api::failure::Failure;
use crate::locale::Locale;

/// Grey shapes while the answer is on its way.
pub fn skeleton(locale: Locale) -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">{locale.text.common.loading}</span>
            <div></div><div></div><div></div>
        </div>
    }
    .into_any()
}

/// Nothing to show in a part of a page, and why.
pub fn empty(title: &'static str, why: &'static str) -> AnyView {
    view! { <div class="notice"><h2>{title}</h2><p>{why}</p></div> }.into_any()
}

/// Nothing to show on a whole page, and why.
pub fn page_empty(title: &'static str, why: &'static str) -> AnyView {
    view! { <div class="notice"><h1>{title}</h1><p>{why}</p></div> }.into_any()
}

/// A refusal in place of a part of a page, with what the operator needs to find it, and another try.
pub fn failure(locale: Locale, failure: &Failure, retry: Callback<()>) -> AnyView {
    let title = view! { <h2>{title(locale, failure.code)}</h2> };
    refused(locale, title.into_any(), failure, retry)
}

/// A refusal in place of a whole page. Asking again for what one may not see does not help: there the way out leads home.
pub fn page_failure(locale: Locale, failure: &Failure, retry: Callback<()>) -> AnyView {
    let heading = view! { <h1>{title(locale, failure.code)}</h1> };
    if !matches!(failure.code, ErrorCode::NotFound | ErrorCode::Forbidden) {
        return refused(locale, heading.into_any(), failure, retry);
    }
    view! {
        <div class="notice" role="alert">
            {heading}
            {complaint(locale, failure)}
            <a class="button" href="/">{locale.text.shell.to_cockpit}</a>
        </div>
    }
    .into_any()
}

/// A page whose code did not come: without a network, or from a server that has been updated since and has another.
pub fn no_code(locale: Locale, _: &Failure, retry: Callback<()>) -> AnyView {
    let (error, common) = (&locale.text.error, &locale.text.common);
    // What cannot be reloaded stays as it is: the other button is still there.
    let reload = move |_| drop(window().location().reload());
    view! {
        <div class="notice" role="alert">
            <h1>{error.title_no_code}</h1>
            <p>{error.no_code}</p>
            <p>
                <button class="button" type="button" on:click=move |_| retry.run(())>{common.retry}</button> " "
                <button class="button" type="button" on:click=reload>{common.reload}</button>
            </p>
        </div>
    }
    .into_any()
}

fn title(locale: Locale, code: ErrorCode) -> &'static str {
    let error = &locale.text.error;
    match code {
        ErrorCode::NotFound => error.title_not_found,
        ErrorCode::Forbidden => error.title_forbidden,
        ErrorCode::Unauthenticated
        | ErrorCode::Invalid
        | ErrorCode::Refused
        | ErrorCode::Stale
        | ErrorCode::Limit
        | ErrorCode::RateLimited
        | ErrorCode::Unavailable
        | ErrorCode::Internal => error.title_failed,
    }
}

fn refused(locale: Locale, title: AnyView, failure: &Failure, retry: Callback<()>) -> AnyView {
    view! {
        <div class="notice" role="alert">
            {title}
            {complaint(locale, failure)}
            <button class="button" type="button" on:click=move |_| retry.run(())>{locale.text.common.retry}</button>
        </div>
    }
    .into_any()
}

/// A refusal beside the form it belongs to.
pub fn complaint(locale: Locale, failure: &Failure) -> AnyView {
    let common = &locale.text.common;
    let fields: Vec<_> =
        failure.fields.iter().map(|(field, why)| view! { <li><b>{field.clone()}</b> " " {why.clone()}</li> }).collect();
    let rule = failure.rule.as_ref().and_then(|rule| locale.rule(rule));
    // A rule that has a sentence needs no other, and of what is not found there is nothing to tell.
    let told = rule.is_some() || failure.detail.is_empty() || failure.code == ErrorCode::NotFound;
    let detail = (!told).then(|| view! { <p class="quiet">{failure.detail.clone()}</p> });
    let request = failure.request_id.clone().map(|id| view! { <span>" · " {common.request} " " {id}</span> });
    view! {
        <div class="complaint">
            <p>{locale.refusal(failure.code)} {rule}</p>
            {(!fields.is_empty()).then_some(view! { <ul>{fields}</ul> })}
            {detail}
            <p class="fine"><code>{failure.code.code()}</code> {request}</p>
        </div>
    }
    .into_any()
}
