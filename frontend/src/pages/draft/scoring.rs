//! How values become points: the base points, the method and its parameters.

use std::sync::Arc;

use leptos::prelude::*;

use super::fields::Fields;
use super::{Method, parameter};
use crate::frame::Frame;
use crate::parts;
use crate::parts::form::Form;

/// 计分.
pub fn card(frame: Frame, form: Form, fields: Fields, methods: Arc<Vec<Method>>) -> AnyView {
    let text = frame.locale.text;
    let options: Vec<_> =
        methods.iter().map(|method| (method.code.clone(), frame.locale.method(&method.code).to_owned())).collect();
    // Another method has other parameters: it begins with those of its example.
    Effect::new(move |before: Option<String>| {
        let chosen = fields.method.get();
        if before.is_some_and(|before| before != chosen) {
            let example = methods.iter().find(|method| method.code == chosen).map(|method| &*method.example);
            fields.parameters.set(parameter::read(example.unwrap_or_default(), ""));
        }
        chosen
    });
    let content = view! {
        <div class="fields">
            {form.line("baseScore", text.library().base_score, fields.base_score, "text", true)}
            {form.choice("method", text.library().method, fields.method, options)}
        </div>
        {move || fields.parameters.with(|parameters| parameter::view(frame.locale, parameters))}
        {form.told("methodParameters")}
    };
    parts::card::card(text.draft().scoring, ().into_any(), content.into_any())
}
