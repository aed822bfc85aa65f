//! The draft of a scheme: weights in place with their running sum, order, and the way into effect.

use leptos::prelude::*;

use super::{Item, Shown, add, sum, totals};
use crate::api::codes::{Action, Nature, SelfFound, VersionState};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::fill;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, inline, options, typed};

operations!("src/pages/schemes.graphql": SaveScheme, PublishScheme);
use ask::{PublishScheme, SaveScheme, publish_scheme, save_scheme};

/// An item as it is filled in.
#[derive(Clone)]
pub struct Row {
    pub indicator: IndicatorId,
    pub version: IndicatorVersionId,
    pub number: i64,
    pub name: String,
    pub nature: Nature,
    pub state: VersionState,
    pub weight: RwSignal<String>,
    pub points: RwSignal<String>,
}

/// The scheme as it is filled in.
#[derive(Clone, Copy)]
struct Editor {
    frame: Frame,
    form: Form,
    name: RwSignal<String>,
    year: RwSignal<String>,
    total: RwSignal<String>,
    self_found: RwSignal<String>,
    rows: RwSignal<Vec<Row>>,
}

fn row(frame: Frame, item: &Item) -> Row {
    Row {
        indicator: item.indicator.id,
        version: item.indicator_version.id,
        number: item.indicator_version.number,
        name: frame.locale.name(&item.indicator.name, &item.indicator.name_en).to_owned(),
        nature: item.indicator.nature,
        state: item.indicator_version.state,
        weight: RwSignal::new(item.weight.written()),
        points: RwSignal::new(item.base_points.written()),
    }
}

/// The editor.
pub fn editor(frame: Frame, scheme: &Shown, floor: Quantity, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let editor = Editor {
        frame,
        form: Form::new(frame.locale),
        name: RwSignal::new(scheme.name.clone()),
        year: RwSignal::new(scheme.year.to_string()),
        total: RwSignal::new(scheme.total.written()),
        self_found: RwSignal::new(scheme.self_found.code().to_owned()),
        rows: RwSignal::new(scheme.items.iter().map(|item| row(frame, item)).collect()),
    };
    let form = editor.form;
    let before = untrack(|| editor.said());
    let unsaved = Signal::derive(move || editor.said() != before);
    form.guard(unsaved);
    let seen = (scheme.id, scheme.version, scheme.code.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        editor.save(seen.clone(), changed);
    };
    let publish = standing(frame, scheme, unsaved, changed);
    let content = view! {
        <form on:submit=submit>
            <div class="fields">
                {form.line("name", text.common.name, editor.name, "text", true)}
                {form.line("year", text.scheme().year, editor.year, "number", true)}
                {form.line("total", text.scheme().total, editor.total, "text", true)}
                {form.choice("selfFound", text.scheme().self_found, editor.self_found, options(frame.locale, SelfFound::ALL, SelfFound::code))}
            </div>
            {editor.table()}
            {move || editor.totals(floor)}
            {form.complaint()}
            <div class="form-actions">
                <button class="button primary" type="submit" disabled=move || form.busy()>{text.common.save}</button>
            </div>
        </form>
    };
    // Outside of the form: looking for an indicator must not save what is written.
    let add = add::button(frame, editor.rows);
    view! { {publish} {card(text.scheme().one, add, content.into_any())} }.into_any()
}

/// What keeps the scheme as it was saved from taking effect, or the way into it.
fn standing(frame: Frame, scheme: &Shown, unsaved: Signal<bool>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.scheme();
    if let Some(problem) = &scheme.problem {
        let rule = serde_json::from_str(problem).ok().and_then(|rule| frame.locale.rule(&rule));
        let said = rule.unwrap_or_else(|| problem.clone());
        return view! { <p class="complaint" role="status">{text.problem} {said}</p> }.into_any();
    }
    if !scheme.allowed_actions.contains(&Action::Publish) {
        return ().into_any();
    }
    let publish = publish(frame, scheme.id, scheme.version, unsaved, changed);
    view! {
        <div class="form-actions">
            {move || unsaved.get().then(|| view! { <span class="quiet">{text.save_first}</span> })}
            {publish}
        </div>
    }
    .into_any()
}

fn publish(frame: Frame, scheme: SchemeId, version: i64, unsaved: Signal<bool>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.scheme();
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = publish_scheme::Variables { scheme, version };
        form.send(frame.client.ask::<PublishScheme>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button primary" type="button" disabled=move || unsaved.get() on:click=move |_| open.set(true)>{text.publish}</button>
        <Dialog title=text.publish open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.publish_lead}</p>
                {form.foot(open, text.publish)}
            </form>
        </Dialog>
    }
    .into_any()
}

impl Editor {
    /// Everything that is filled in, tracked.
    fn said(self) -> Vec<String> {
        let mut said = vec![self.name.get(), self.year.get(), self.total.get(), self.self_found.get()];
        self.rows.with(|rows| {
            said.extend(rows.iter().flat_map(|row| [row.version.to_string(), row.weight.get(), row.points.get()]));
        });
        said
    }

    fn totals(self, floor: Quantity) -> AnyView {
        let total = self.total.with(|total| total.trim().parse().ok());
        self.rows.with(|rows| {
            let sum = sum(rows.iter().map(|row| row.weight.with(|weight| weight.trim().parse().ok())));
            let natures: Vec<Nature> = rows.iter().map(|row| row.nature).collect();
            totals(self.frame, sum, total, &natures, floor)
        })
    }

    fn table(self) -> AnyView {
        let text = self.frame.locale.text;
        let body = move || {
            let rows = self.rows.get();
            let last = rows.len().saturating_sub(1);
            rows.into_iter().enumerate().map(|(place, row)| self.line(place, last, row)).collect_view()
        };
        let empty =
            move || self.rows.with(Vec::is_empty).then(|| view! { <p class="quiet">{text.scheme().no_items}</p> });
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=text.scheme().one>
                <table>
                    <thead><tr>
                        <th scope="col">{text.common.name}</th><th scope="col">{text.scheme().weight}</th>
                        <th scope="col">{text.scheme().points}</th><th scope="col">{text.common.actions}</th>
                    </tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
            {empty}
        }
        .into_any()
    }

    fn line(self, place: usize, last: usize, row: Row) -> AnyView {
        let text = self.frame.locale.text;
        let rows = self.rows;
        let swap = move |other: usize| {
            rows.update(|rows| {
                if place < rows.len() && other < rows.len() {
                    rows.swap(place, other)
                }
            })
        };
        let remove = move |_| {
            rows.update(|rows| {
                if place < rows.len() {
                    rows.remove(place);
                }
            });
        };
        let old = (row.state != VersionState::Effective).then(|| tag("watch", text.scheme().retired));
        let label = |action: &str| format!("{action} · {}", row.name);
        let up = (place > 0).then(|| {
            view! { <button class="link" type="button" aria-label=label(text.common.move_up) on:click=move |_| swap(place - 1)>"↑"</button> }
        });
        let down = (place < last).then(|| {
            view! { <button class="link" type="button" aria-label=label(text.common.move_down) on:click=move |_| swap(place + 1)>"↓"</button> }
        });
        view! {
            <tr>
                <th scope="row">{row.name.clone()} " " <small class="quiet">"v" {row.number}</small> " " {old}</th>
                <td>{inline(fill(text.scheme().weight_of, &[&row.name]), row.weight, true)}</td>
                <td>{inline(fill(text.scheme().points_of, &[&row.name]), row.points, true)}</td>
                <td class="row-actions">
                    {up} " " {down} " "
                    <button class="link" type="button" aria-label=label(text.common.remove) on:click=remove>{text.common.remove}</button>
                </td>
            </tr>
        }
        .into_any()
    }

    fn save(self, (id, version, code): (SchemeId, i64, BusinessCode), changed: Callback<()>) {
        let draft = self.frame.locale.text.draft();
        let item = |row: &Row| {
            Some(save_scheme::SchemeItemInput {
                indicator_version: row.version,
                weight: typed(row.weight)?,
                base_points: typed(row.points)?,
            })
        };
        let items: Option<Vec<_>> = self.rows.with_untracked(|rows| rows.iter().map(item).collect());
        let (year, total) = (typed(self.year), typed(self.total));
        let (Some(year), Some(total), Some(items)) = (year, total, items.clone()) else {
            let weight = self.frame.locale.text.scheme().weight;
            let fields = [("year", year.is_none()), ("total", total.is_none()), (weight, items.is_none())];
            let wrong = fields.into_iter().filter(|(_, wrong)| *wrong).map(|(field, _)| (field, draft.bad_number));
            return self.form.refuse(wrong.collect());
        };
        let name = self.name.get_untracked();
        let (id, version, self_found) = (Some(id), Some(version), typed(self.self_found));
        let input = save_scheme::SchemeInput { id, version, code, name, year, total, self_found, items };
        let asking = self.frame.client.ask::<SaveScheme>(save_scheme::Variables { input });
        self.form.send(asking, move |_| changed.run(()));
    }
}
