//! `/sign-in`: account and password; on a demonstration server the accounts to choose from.

use leptos::prelude::*;

use crate::api::codes::ErrorCode;
use crate::api::failure::Failure;
use crate::frame::Outside;
use crate::locale::{Language, Locale, fill};
use crate::parts::field::TextField;
use crate::parts::state;
use crate::session::{self, Credentials, Demo, DemoAccount};

/// The page, and on to where the reader wanted to be once it succeeded.
pub fn page(outside: Outside, locale: Locale) -> AnyView {
    let text = &locale.text.sign_in;
    let demo = RwSignal::new(None::<Demo>);
    leptos::task::spawn_local(async move {
        let found = session::demo().await;
        demo.try_set(found);
    });
    let attempt = Attempt::new(outside);
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        attempt.make(login.get_untracked(), password.get_untracked());
    };
    view! {
        <main class="alone sign-in">
            {move || demo.with(Option::is_some).then(|| view! { <p class="demo-banner" role="alert">{text.demo_banner}</p> })}
            <div class="sign-in-box">
                <header>
                    <span class="brand"><i aria-hidden="true"></i> {locale.text.shell.brand} <small>{text.lead}</small></span>
                    {language_button(outside, locale)}
                </header>
                <h1>{text.title}</h1>
                <form on:submit=submit>
                    <TextField label=text.login value=login autocomplete="username" required=true />
                    <TextField label=text.password value=password kind="password" autocomplete="current-password" required=true />
                    {move || attempt.refused.get().map(|failure| complaint(locale, &failure))}
                    <button class="button primary" type="submit" disabled=move || attempt.busy.get()>{text.submit}</button>
                </form>
                {move || demo.get().map(|demo| demo_accounts(locale, demo, attempt))}
            </div>
        </main>
    }
    .into_any()
}

/// One try at signing in, and how it went.
#[derive(Clone, Copy)]
struct Attempt {
    outside: Outside,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<Failure>>,
}

impl Attempt {
    fn new(outside: Outside) -> Self {
        Self { outside, busy: RwSignal::new(false), refused: RwSignal::new(None) }
    }

    fn make(self, login: String, password: String) {
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = self.outside.session.sign_in(&Credentials { login, password }).await;
            // Where it succeeded, this page is gone by now.
            self.busy.try_set(false);
            self.refused.try_set(outcome.err());
        });
    }
}

fn complaint(locale: Locale, failure: &Failure) -> AnyView {
    // Here the code means something more particular than elsewhere: there was no session to lose.
    match failure.code {
        ErrorCode::Unauthenticated => {
            view! { <p class="complaint" role="alert">{locale.text.sign_in.wrong}</p> }.into_any()
        }
        _ => view! { <div role="alert">{state::complaint(locale, failure)}</div> }.into_any(),
    }
}

fn demo_accounts(locale: Locale, demo: Demo, attempt: Attempt) -> AnyView {
    let text = &locale.text.sign_in;
    let accounts: Vec<_> = demo
        .accounts
        .into_iter()
        .map(|DemoAccount { login, display_name, role, password }| {
            let label = fill(text.demo_as, &[&display_name]);
            let shown_login = login.clone();
            let choose = move |_| attempt.make(login.clone(), password.clone());
            view! {
                <li><button class="demo-account" type="button" title=label on:click=choose>
                    <b>{display_name}</b> <span>{role}</span> <code>{shown_login}</code>
                </button></li>
            }
        })
        .collect();
    view! { <h2>{text.demo_title}</h2><ul class="demo-accounts">{accounts}</ul> }.into_any()
}

fn language_button(outside: Outside, locale: Locale) -> AnyView {
    let other = match locale.language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    };
    let text = &locale.text.shell;
    view! {
        <button class="quiet-button" type="button" title=text.language_label
            on:click=move |_| outside.preferences.language.set(other)>{text.language}</button>
    }
    .into_any()
}
