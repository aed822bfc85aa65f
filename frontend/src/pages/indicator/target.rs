//! Targets of an indicator: those set at a unit and at the units directly below it.

use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::card::card;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, typed};
use crate::parts::state;
use crate::parts::table::{table, words};

operations!("src/pages/library.graphql": TargetsPart, RootsPart, SetTarget);
use ask::{RootsPart, SetTarget, TargetsPart, roots_part, set_target, targets_part};

type UnitRow = targets_part::TargetsPartTargets;

/// What the card is about.
#[derive(Clone)]
struct About {
    indicator: IndicatorId,
    unit_of_measure: String,
}

/// The card, for whoever may see targets.
pub fn targets(frame: Frame, indicator: IndicatorId, unit_of_measure: String) -> AnyView {
    let text = frame.locale.text.target();
    let chosen = RwSignal::new(None::<UnitId>);
    let about = About { indicator, unit_of_measure };
    let load = Load::new(move || {
        let chosen = chosen.get();
        async move {
            let Some(unit) = unit(frame, chosen).await? else { return Ok(Vec::new()) };
            let variables = targets_part::Variables { indicator, unit };
            Ok(frame.client.ask::<TargetsPart>(variables).await?.targets)
        }
    });
    let above = RwSignal::new(Vec::<(UnitId, String)>::new());
    let changed = Callback::new(move |()| load.again());
    let list = load.view(frame.locale, move |rows| {
        if rows.is_empty() {
            return state::empty(text.title, text.no_unit);
        }
        sheet(frame, &about, &rows, above, chosen, changed)
    });
    let back = move || {
        above.with(|above| above.last().cloned()).map(|(id, name)| {
            let go = move |_| {
                above.update(|above| drop(above.pop()));
                chosen.set(Some(id));
            };
            view! { <button class="link" type="button" on:click=go>{fill(text.up, &[&name])}</button> }
        })
    };
    let content = view! { <p class="quiet">{text.lead}</p> {list} };
    card(text.title, back.into_any(), content.into_any())
}

/// The unit in view: the one chosen, the viewer's own, or the first there is.
async fn unit(frame: Frame, chosen: Option<UnitId>) -> Result<Option<UnitId>, Failure> {
    let home = frame.with(|viewed| viewed.viewer.home.as_ref().map(|home| home.subject));
    match (chosen, home) {
        (Some(unit), _) | (None, Some(Subject::Unit(unit))) => Ok(Some(unit)),
        (None, _) => {
            let roots = frame.client.ask::<RootsPart>(roots_part::Variables).await?;
            Ok(roots.root_units.first().map(|unit| unit.id))
        }
    }
}

fn sheet(
    frame: Frame,
    about: &About,
    rows: &[UnitRow],
    above: RwSignal<Vec<(UnitId, String)>>,
    chosen: RwSignal<Option<UnitId>>,
    changed: Callback<()>,
) -> AnyView {
    let text = frame.locale.text;
    let may_set = frame.may(Resource::Target, Action::Write);
    let top = rows.first().map(|row| (row.unit.id, row.unit.name.clone()));
    let columns = [words(text.target().unit), words(text.target().targets), words(text.common.actions)];
    let line = |(place, row): (usize, &UnitRow)| {
        let id = row.unit.id;
        let name = row.unit.name.clone();
        let down = (place > 0 && row.unit.child_count > 0).then(|| top.clone()).flatten();
        let shown = match down {
            Some(top) => {
                let go = move |_| {
                    above.update(|above| above.push(top.clone()));
                    chosen.set(Some(id));
                };
                view! { <button class="link" type="button" on:click=go>{name.clone()}</button> }.into_any()
            }
            None => name.clone().into_any(),
        };
        let targets: Vec<_> = row
            .targets
            .iter()
            .map(|target| {
                let value = frame.locale.full(target.target, &about.unit_of_measure);
                view! { <li>{frame.locale.period(target.period)} " " <b>{value}</b></li> }
            })
            .collect();
        let targets = match targets.is_empty() {
            true => view! { <span class="quiet">"—"</span> }.into_any(),
            false => view! { <ul class="row-list">{targets}</ul> }.into_any(),
        };
        vec![shown, targets, may_set.then(|| setting(frame, about.clone(), id, name, changed)).into_any()]
    };
    table(text.target().title, &columns, rows.iter().enumerate().map(line).collect())
}

fn setting(frame: Frame, about: About, unit: UnitId, name: String, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let About { indicator, unit_of_measure } = about;
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let (period, value) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && !(period.get().is_empty() && value.get().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let target = filled(value).map(|text| text.parse::<Quantity>()).transpose();
        match (typed(period), target) {
            (Some(period), Ok(target)) => {
                let variables = set_target::Variables { indicator, unit, period, target };
                form.send(frame.client.ask::<SetTarget>(variables), move |_| {
                    open.set(false);
                    changed.run(());
                });
            }
            (None, _) => form.refuse(vec![("period", text.draft().bad_period)]),
            (_, Err(_)) => form.refuse(vec![("target", text.draft().bad_number)]),
        }
    };
    let title = fill(text.target().set_for, &[&name]);
    view! {
        <button class="link" type="button" aria-label=title.clone() on:click=move |_| open.set(true)>{text.target().set}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.line("period", text.manual().period, period, "text", true)}
                <p class="fine">{text.run().period_hint}</p>
                {form.line("target", text.target().value, value, "text", false)}
                <p class="fine">{fill(text.target().in_unit, &[frame.locale.unit(&unit_of_measure)])}</p>
                {form.foot(open, text.common.save)}
            </form>
        </Dialog>
    }
    .into_any()
}
