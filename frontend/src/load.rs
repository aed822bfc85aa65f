//! What a page asked for and how far it is: one question, its state, and asking again.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;

use crate::api::failure::Failure;
use crate::locale::Locale;
use crate::parts::state;

/// Any answer. The pages share the code below whatever they ask for, which keeps the page small; `Load` gives the type back.
type Answer = Arc<dyn Any + Send + Sync>;
type Asking = Pin<Box<dyn Future<Output = Result<Answer, Failure>>>>;
type Draw = Box<dyn Fn(Answer) -> AnyView + Send>;

/// How a refusal is drawn, with another try.
type Refused = fn(Locale, &Failure, Callback<()>) -> AnyView;

/// The state of a question.
#[derive(Clone)]
enum Stage {
    /// Nothing has come back yet.
    Asking,
    /// The answer.
    Ready(Answer),
    /// No answer.
    Failed(Failure),
}

/// A question asked whenever what it depends on changes.
pub struct Load<T> {
    question: Question,
    answers: PhantomData<fn() -> T>,
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
        let ask = move || -> Asking {
            let answer = ask();
            Box::pin(async move { answer.await.map(|answer| Arc::new(answer) as Answer) })
        };
        Self { question: Question::new(Box::new(ask)), answers: PhantomData }
    }

    /// Asks again.
    pub fn again(self) {
        self.question.again();
    }

    /// The answer, tracked, once there is one.
    pub fn ready(self) -> Option<Arc<T>> {
        match self.question.stage.get() {
            Stage::Ready(answer) => answer.downcast().ok(),
            Stage::Asking | Stage::Failed(_) => None,
        }
    }

    /// Draws the answer; a skeleton before it, the refusal instead of it, and the old one paler while a new one is on its way.
    pub fn view(self, locale: Locale, draw: impl Fn(Arc<T>) -> AnyView + Send + 'static) -> AnyView {
        self.question.drawn(locale, state::failure, typed(draw))
    }

    /// The same for what the whole page is made of: a refusal then is the page.
    pub fn page(self, locale: Locale, draw: impl Fn(Arc<T>) -> AnyView + Send + 'static) -> AnyView {
        self.question.drawn(locale, state::page_failure, typed(draw))
    }

    /// The same for the code of a page.
    pub fn code(self, locale: Locale, draw: impl Fn(Arc<T>) -> AnyView + Send + 'static) -> AnyView {
        self.question.drawn(locale, state::no_code, typed(draw))
    }
}

fn typed<T: Send + Sync + 'static>(draw: impl Fn(Arc<T>) -> AnyView + Send + 'static) -> Draw {
    // An answer is always of the type its own `Load` asked for.
    Box::new(move |answer| answer.downcast().map_or_else(|_| ().into_any(), &draw))
}

/// The question without the type of its answer.
#[derive(Clone, Copy)]
struct Question {
    stage: RwSignal<Stage>,
    busy: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl Question {
    fn new(ask: Box<dyn Fn() -> Asking>) -> Self {
        let question = Self { stage: RwSignal::new(Stage::Asking), busy: RwSignal::new(true), again: RwSignal::new(0) };
        let turn = StoredValue::new(0_u32);
        Effect::new(move |_| {
            question.again.track();
            let asked = turn.get_value() + 1;
            turn.set_value(asked);
            question.busy.set(true);
            let answer = ask();
            leptos::task::spawn_local(async move {
                let answer = answer.await;
                // Gone with its page, or overtaken by a later question.
                if turn.try_get_value() == Some(asked) {
                    question.take(answer);
                }
            });
        });
        question
    }

    fn take(self, answer: Result<Answer, Failure>) {
        self.stage.set(match answer {
            Ok(answer) => Stage::Ready(answer),
            Err(failure) => Stage::Failed(failure),
        });
        self.busy.set(false);
    }

    fn again(self) {
        self.again.update(|again| *again += 1);
    }

    fn drawn(self, locale: Locale, refused: Refused, draw: Draw) -> AnyView {
        let content = move || match self.stage.get() {
            Stage::Asking => state::skeleton(locale),
            Stage::Ready(answer) => draw(answer),
            Stage::Failed(failure) => refused(locale, &failure, Callback::new(move |()| self.again())),
        };
        let busy = move || self.busy.get();
        view! { <div class="loaded" class:busy=busy aria-busy=move || busy().to_string()>{content}</div> }.into_any()
    }
}
