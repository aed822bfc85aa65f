//! What became of the messages that went out, newest first; what was given up can be tried again.

use leptos::prelude::*;

use crate::api::codes::{DeliveryState, DeliveryStep};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::form::Form;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::{card, table};
use table::{numbers, text as cell, words};

operations!("src/pages/notifications.graphql": DeliveryLog, RetryDelivery);
use ask::{DeliveryLog, RetryDelivery, delivery_log, retry_delivery};

type Delivery = delivery_log::DeliveryLogDeliveriesNodes;

/// The log, which is asked for anew when something was sent.
#[derive(Clone, Copy)]
pub struct Log {
    load: Load<delivery_log::ResponseData>,
    pager: Pager,
}

impl Log {
    /// The log from its newest line on.
    pub fn new(frame: Frame) -> Self {
        let pager = Pager::new();
        let load = Load::new(move || {
            let variables = delivery_log::Variables { first: SCREENFUL, after: pager.after() };
            async move { frame.client.ask::<DeliveryLog>(variables).await }
        });
        Self { load, pager }
    }

    /// Asks for it anew, from the newest line on.
    pub fn again(self) {
        self.pager.restart();
        self.load.again();
    }

    /// The card.
    pub fn card(self, frame: Frame) -> AnyView {
        let locale = frame.locale;
        let text = locale.text.channel();
        let content = self.load.view(locale, move |answer| {
            let page = &answer.deliveries;
            if page.total_count == 0 {
                return view! { <p class="notice small">{text.no_log}</p> }.into_any();
            }
            let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
            let columns = [
                words(text.due),
                words(text.kind),
                words(text.address).wide(),
                numbers(text.messages).wide(),
                words(text.state),
                numbers(text.tries).wide(),
                words(text.answer),
            ];
            let rows = page.nodes.iter().map(|delivery| self.line(frame, delivery)).collect();
            view! { {table::table(text.log, &columns, rows)} {self.pager.view(locale, page.total_count, end)} }
                .into_any()
        });
        card::card(text.log, ().into_any(), content)
    }

    fn line(self, frame: Frame, of: &Delivery) -> Vec<AnyView> {
        let locale = frame.locale;
        let text = locale.text.channel();
        let when = match (of.state, &of.ended_at) {
            (DeliveryState::Waiting, _) => fill(text.next, &[&locale.moment(&of.due_at)]),
            (_, Some(ended)) => locale.moment(ended),
            (_, None) => locale.moment(&of.due_at),
        };
        let messages = if of.is_test { text.test_message.to_owned() } else { locale.count(of.messages) };
        let retry = of.allowed_steps.contains(&DeliveryStep::Retry).then(|| self.retry(frame, of));
        vec![
            cell(when),
            cell(of.kind.word(locale)),
            view! { <span class="breaks">{of.address.clone()}</span> }.into_any(),
            cell(messages),
            tag(class(of.state), of.state.word(locale)),
            cell(locale.count(of.tries)),
            view! { {said(locale, of)} " " {retry} }.into_any(),
        ]
    }

    fn retry(self, frame: Frame, of: &Delivery) -> AnyView {
        let form = Form::new(frame.locale);
        let (delivery, version) = (of.id, of.version);
        let send = move |_| {
            let variables = retry_delivery::Variables { delivery, version };
            form.send(frame.client.ask::<RetryDelivery>(variables), move |_| self.again());
        };
        view! {
            <button class="link" type="button" disabled=move || form.busy() on:click=send>{frame.locale.text.channel().retry}</button>
            {form.complaint()}
        }
        .into_any()
    }
}

fn class(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => "watch",
        DeliveryState::Sending => "under-way",
        DeliveryState::Sent => "good",
        DeliveryState::Failed => "alert",
        DeliveryState::Suppressed => "none",
    }
}

/// What came of the last attempt, with what the receiver said.
fn said(locale: Locale, of: &Delivery) -> AnyView {
    let Some(answer) = of.answer else { return "—".into_any() };
    let detail = (!of.detail.is_empty()).then(|| view! { " " <small class="quiet breaks">{of.detail.clone()}</small> });
    view! { {answer.word(locale)} {detail} }.into_any()
}
