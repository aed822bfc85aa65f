//! What a page asked for and how far it is: one question, its state, and asking again.

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;

use crate::api::failure::Failure;
use crate::locale::Locale;
use crate::parts::state;

/// How a refusal is drawn, with another try.
type Refused = fn(Locale, &Failure, Callback<()>) -> AnyView;

/// The state of a question.
pub enum Stage<T> {
    /// Nothing has come back yet.
    Asking,
    /// The answer.
    Ready(Arc<T>),
    /// No answer.
    Failed(Failure),
}

impl<T> Clone for Stage<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Asking => Self::Asking,
            Self::Ready(answer) => Self::Ready(Arc::clone(answer)),
            Self::Failed(failure) => Self::Failed(failure.clone()),
        }
    }
}

/// A question asked whenever what it depends on changes.
pub struct Load<T: 'static> {
    stage: RwSignal<Stage<T>>,
    busy: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Load<T> {}

impl<T: Send + Sync + 'static> Load<T> {
    /// Asks now and whenever a signal read by `ask` changes; an answer that was overtaken is dropped.
    pub fn new<F>(ask: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, Failure>> + 'static,
    {
        let load = Self { stage: RwSignal::new(Stage::Asking), busy: RwSignal::new(true), again: RwSignal::new(0) };
        let turn = StoredValue::new(0_u32);
        Effect::new(move |_| {
            load.again.track();
            let asked = turn.get_value() + 1;
            turn.set_value(asked);
            load.busy.set(true);
            let answer = ask();
            leptos::task::spawn_local(async move {
                let answer = answer.await;
                // Gone with its page, or overtaken by a later question.
                if turn.try_get_value() == Some(asked) {
                    load.take(answer);
                }
            });
        });
        load
    }

    fn take(self, answer: Result<T, Failure>) {
        let stage = match answer {
            Ok(answer) => Stage::Ready(Arc::new(answer)),
            Err(failure) => Stage::Failed(failure),
        };
        self.stage.set(stage);
        self.busy.set(false);
    }

    /// Asks again.
    pub fn again(self) {
        self.again.update(|again| *again += 1);
    }

    /// The answer, tracked, once there is one.
    pub fn ready(self) -> Option<Arc<T>> {
        match self.stage.get() {
            Stage::Ready(answer) => Some(answer),
            Stage::Asking | Stage::Failed(_) => None,
        }
    }

    /// Draws the answer; a skeleton before it, the refusal instead of it, and the old one paler while a new one is on its way.
    pub fn view(self, locale: Locale, draw: impl Fn(Arc<T>) -> AnyView + Send + 'static) -> AnyView {
        self.drawn(locale, state::failure, draw)
    }

    /// The same for what the whole page is made of: a refusal then is the page.
    pub fn page(self, locale: Locale, draw: impl Fn(Arc<T>) -> AnyView + Send + 'static) -> AnyView {
        self.drawn(locale, state::page_failure, draw)
    }

    fn drawn(self, locale: Locale, refused: Refused, draw: impl Fn(Arc<T>) -> AnyView + Send + 'static) -> AnyView {
        let content = move || match self.stage.get() {
            Stage::Asking => state::skeleton(locale),
            Stage::Ready(answer) => draw(answer),
            Stage::Failed(failure) => refused(locale, &failure, Callback::new(move |()| self.again())),
        };
        let busy = move || self.busy.get();
        view! { <div class="loaded" class:busy=busy aria-busy=move || busy().to_string()>{content}</div> }.into_any()
    }
}
