//! The page as a whole: who is looking, and which page stands at the address.

use leptos::prelude::*;

use crate::address::{Address, Page};
use crate::api::Client;
use crate::frame::{Frame, Outside};
use crate::history::History;
use crate::locale::Locale;
use crate::pages::{self, chunk};
use crate::parts::state;
use crate::preferences::Preferences;
use crate::session::{Session, Standing};
use crate::shell;

/// Everything on screen. A change of language or of the unit of money draws it anew.
#[component]
pub fn App() -> impl IntoView {
    let session = Session::new();
    let outside = Outside {
        client: Client::new(session),
        session,
        history: History::follow(),
        preferences: Preferences::recall(),
    };
    leptos::task::spawn_local(session.start());
    let standing = Memo::new(move |_| session.standing());
    Effect::new(move |_| keep_to_sign_in(standing.get(), outside.history));
    move || {
        let locale = outside.preferences.locale();
        match standing.get() {
            Standing::Starting => view! { <main class="alone">{state::skeleton(locale)}</main> }.into_any(),
            Standing::SignedOut => pages::sign_in::page(outside, locale),
            Standing::SignedIn => shell::shell(outside, locale),
        }
    }
}

/// Who is signed out stands at sign-in, with the way back; who is signed in does not.
fn keep_to_sign_in(standing: Standing, history: History) {
    match (standing, history.address_untracked()) {
        (Standing::SignedOut, Address::SignIn { .. }) | (Standing::Starting, _) => (),
        (Standing::SignedOut, from) => {
            let next = (from != Address::Home).then(|| from.to_string());
            history.replace(&Address::SignIn { next });
        }
        (Standing::SignedIn, Address::SignIn { next }) => {
            let (path, query) = next.as_deref().map_or(("/", ""), |next| next.split_once('?').unwrap_or((next, "")));
            history.replace(&Address::read(path, query));
        }
        (Standing::SignedIn, _) => (),
    }
}

/// The page at the address.
pub fn page(frame: Frame) -> impl IntoView {
    let page = Memo::new(move |_| frame.history.address().page());
    let text = &frame.locale.text.shell;
    Effect::new(move |_| document().set_title(&format!("{} · {}", shell::name(frame.locale, page.get()), text.brand)));
    move || match page.get() {
        Page::Home if frame.has_desk() => chunk::page(frame, chunk::desk),
        Page::SignIn | Page::Home | Page::OwnCockpit => pages::home::page(frame),
        Page::Inbox => chunk::page(frame, chunk::inbox),
        Page::Notifications => chunk::page(frame, chunk::notifications),
        Page::Warnings => chunk::page(frame, chunk::warnings),
        Page::Warning => chunk::page(frame, chunk::warning),
        Page::Rules => chunk::page(frame, chunk::rules),
        Page::Rule => chunk::page(frame, chunk::rule),
        Page::Rectifications => chunk::page(frame, chunk::rectifications),
        Page::Rectification => chunk::page(frame, chunk::rectification),
        Page::OpenRectification => chunk::page(frame, chunk::open_rectification),
        Page::Diagnoses => chunk::page(frame, chunk::diagnoses),
        Page::Diagnosis => chunk::page(frame, chunk::diagnosis),
        Page::OpenDiagnosis => chunk::page(frame, chunk::open_diagnosis),
        Page::DiagnosisLog => chunk::page(frame, chunk::diagnosis_log),
        Page::Carried => chunk::page(frame, chunk::carried),
        Page::Handbook => chunk::page(frame, chunk::handbook),
        Page::Tasks => chunk::page(frame, chunk::tasks),
        Page::Task => chunk::page(frame, chunk::task),
        Page::NewTask => chunk::page(frame, chunk::new_task),
        Page::Quarter => chunk::page(frame, chunk::quarter),
        Page::TaskTemplates => chunk::page(frame, chunk::task_templates),
        Page::Risks => chunk::page(frame, chunk::risks),
        Page::RiskPoint => chunk::page(frame, chunk::risk_point),
        Page::LossRisks => chunk::page(frame, chunk::loss_risks),
        Page::RiskView => chunk::page(frame, chunk::risk_view),
        Page::RiskLabels => chunk::page(frame, chunk::risk_labels),
        Page::Cockpit => pages::cockpit::page(frame),
        Page::Loss => chunk::page(frame, chunk::loss),
        Page::Screen => chunk::page(frame, chunk::screen),
        Page::Explain => chunk::page(frame, chunk::explain),
        Page::ExplainScore => chunk::page(frame, chunk::score),
        Page::Organisation => chunk::page(frame, chunk::organisation),
        Page::Library => chunk::page(frame, chunk::library),
        Page::Indicator => chunk::page(frame, chunk::indicator),
        Page::Draft => chunk::page(frame, chunk::draft),
        Page::Schemes => chunk::page(frame, chunk::schemes),
        Page::Scheme => chunk::page(frame, chunk::scheme),
        Page::Datasets => chunk::page(frame, chunk::datasets),
        Page::Dataset => chunk::page(frame, chunk::dataset),
        Page::Source => chunk::page(frame, chunk::source),
        Page::Runs => chunk::page(frame, chunk::runs),
        Page::Run => chunk::page(frame, chunk::run),
        Page::Manual => chunk::page(frame, chunk::manual),
        Page::Policy => chunk::page(frame, chunk::policy),
        Page::Audit => chunk::page(frame, chunk::audit),
        Page::WorkDays => chunk::page(frame, chunk::work_days),
        Page::Unknown => unknown(frame.locale),
    }
}

fn unknown(locale: Locale) -> AnyView {
    let text = &locale.text.shell;
    view! {
        <h1>{text.unknown_title}</h1>
        <p>{text.unknown}</p>
        <p><a class="link" href="/">{text.to_cockpit}</a></p>
    }
    .into_any()
}
