//! The nodes of an indicator: when something has to be done for it, and by whom (NY-54).

use leptos::prelude::*;

use crate::api::codes::{Action, DueKind, Resource};
use crate::api::schema::{IndicatorId, LevelCode, NodeId, UnitId};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, tick, typed};
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/indicator/nodes.graphql": NodesPart, SaveIndicatorNode);
use ask::{NodesPart, SaveIndicatorNode, nodes_part, save_indicator_node};

type Node = nodes_part::NodesPartIndicatorNodes;

/// Working days before, where nothing else is said.
const USUAL_REMIND: i64 = 5;

/// The card.
pub fn nodes(frame: Frame, indicator: IndicatorId) -> AnyView {
    let text = frame.locale.text.task();
    let load = Load::new(move || frame.client.ask::<NodesPart>(nodes_part::Variables { indicator }));
    let changed = Callback::new(move |()| load.again());
    let list = load.view(frame.locale, move |answer| match answer.indicator_nodes.is_empty() {
        true => view! { <p class="quiet">{text.nodes_none}</p> }.into_any(),
        false => sheet(frame, indicator, &answer.indicator_nodes, changed),
    });
    let new = frame.may(Resource::Library, Action::Write).then(|| edit(frame, indicator, None, changed));
    let content = view! { <p class="quiet">{text.nodes_lead}</p> {list} };
    card(text.nodes, new.into_any(), content.into_any())
}

fn sheet(frame: Frame, indicator: IndicatorId, nodes: &[Node], changed: Callback<()>) -> AnyView {
    let (text, common) = (frame.locale.text.task(), &frame.locale.text.common);
    let columns = [
        words(common.name),
        words(text.node_due),
        words(text.this_year).wide(),
        words(text.owner).wide(),
        words(common.actions),
    ];
    table(text.nodes, &columns, nodes.iter().map(|node| row(frame, indicator, node, changed)).collect())
}

fn row(frame: Frame, indicator: IndicatorId, node: &Node, changed: Callback<()>) -> Vec<AnyView> {
    let locale = frame.locale;
    let text = locale.text.task();
    let levels: Vec<String> = node.levels.iter().map(|level| frame.level(level.as_str())).collect();
    let units = (!node.units.is_empty()).then(|| format!("+{}", node.units.len()));
    let owner = levels.into_iter().chain(units).collect::<Vec<_>>().join(" · ");
    let inactive = (!node.is_active).then(|| tag("steady", text.inactive));
    let retired = node.retired_from.as_ref().map(|day| fill(text.node_retired, &[day.as_str()]));
    let retired = retired.map(|words| view! { <span class="tag steady">{words}</span> " " });
    let remind = fill(text.remind_days, &[&locale.count(node.remind)]);
    let may_edit = frame.may(Resource::Library, Action::Write);
    vec![
        view! { {node.name.clone()} " " {inactive} " " {retired} <small class="quiet">{remind}</small> }.into_any(),
        cell(node.due.word(locale)),
        cell(node.days_of_year.join(" · ")),
        cell(owner),
        may_edit.then(|| edit(frame, indicator, Some(node), changed)).into_any(),
    ]
}

#[derive(Clone, Copy)]
struct Fields {
    existing: Option<(NodeId, i64)>,
    name: RwSignal<String>,
    due: RwSignal<String>,
    month: RwSignal<String>,
    day: RwSignal<String>,
    on: RwSignal<String>,
    remind: RwSignal<String>,
    levels: StoredValue<Vec<(LevelCode, RwSignal<bool>)>>,
    units: StoredValue<Vec<UnitId>>,
    what: RwSignal<String>,
    how: RwSignal<String>,
    is_active: RwSignal<bool>,
}

impl Fields {
    fn new(frame: Frame, of: Option<&Node>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let codes: Vec<LevelCode> =
            frame.with(|viewed| viewed.dictionary.levels.iter().filter_map(|level| level.code.parse().ok()).collect());
        let chosen = |level: &LevelCode| of.is_some_and(|node| node.levels.contains(level));
        let levels = codes.into_iter().map(|level| (level.clone(), RwSignal::new(chosen(&level)))).collect();
        let due = of.map_or(DueKind::WorkDayOfQuarter, |node| node.due);
        Self {
            existing: of.map(|node| (node.id, node.version)),
            name: text(of.map(|node| node.name.clone())),
            due: text(Some(due.code().to_owned())),
            month: text(of.and_then(|node| node.month).map(|month| month.to_string())),
            day: text(of.and_then(|node| node.day).map(|day| day.to_string())),
            on: text(of.and_then(|node| node.due_on.clone())),
            remind: text(Some(of.map_or(USUAL_REMIND, |node| node.remind).to_string())),
            levels: StoredValue::new(levels),
            units: StoredValue::new(of.map(|node| node.units.clone()).unwrap_or_default()),
            what: text(of.map(|node| node.what.clone())),
            how: text(of.map(|node| node.how.clone())),
            is_active: RwSignal::new(of.is_none_or(|node| node.is_active)),
        }
    }

    fn input(self, indicator: IndicatorId) -> Option<save_indicator_node::IndicatorNodeInput> {
        let (id, version) = self.existing.unzip();
        let chosen = |levels: &Vec<(LevelCode, RwSignal<bool>)>| {
            let chosen = levels.iter().filter(|(_, chosen)| chosen.get_untracked());
            chosen.map(|(level, _)| level.clone()).collect()
        };
        Some(save_indicator_node::IndicatorNodeInput {
            id,
            version,
            indicator,
            is_active: self.is_active.get_untracked(),
            name: filled(self.name)?,
            due: typed::<DueKind>(self.due)?,
            month: typed::<i64>(self.month),
            day: typed::<i64>(self.day),
            due_on: filled(self.on),
            remind: typed::<i64>(self.remind)?,
            levels: self.levels.with_value(chosen),
            units: self.units.get_value(),
            what: filled(self.what)?,
            how: filled(self.how),
        })
    }
}

fn edit(frame: Frame, indicator: IndicatorId, of: Option<&Node>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.task();
    let (form, open, fields) = (Form::new(frame.locale), RwSignal::new(false), Fields::new(frame, of));
    let written = [fields.name, fields.what, fields.how];
    let before = StoredValue::new(written.map(|field| field.get_untracked()));
    let unsaved = move || before.with_value(|before| written.map(|field| field.get()) != *before);
    form.guard(Signal::derive(move || open.get() && unsaved()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = fields.input(indicator) else { return form.refuse(missing(frame, fields)) };
        let asking = frame.client.ask::<SaveIndicatorNode>(save_indicator_node::Variables { input });
        form.send(asking, move |_| {
            open.set(false);
            changed.run(());
        });
    };
    let (button, title) = match of {
        Some(_) => (text.edit, text.edit_node),
        None => (text.new_node, text.new_node),
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{button}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                {inputs(frame, form, fields)}
                {tick(text.active, fields.is_active)}
                {form.foot(open, text.save)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn missing(frame: Frame, fields: Fields) -> Vec<(&'static str, &'static str)> {
    let text = frame.locale.text.task();
    let wrong = [
        filled(fields.name).is_none().then_some(("name", text.needed)),
        filled(fields.what).is_none().then_some(("what", text.needed)),
        typed::<i64>(fields.remind).is_none().then_some(("remind", text.bad_number)),
    ];
    wrong.into_iter().flatten().collect()
}

fn inputs(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.task();
    let when = move || match fields.due.with(|due| due.parse::<DueKind>().ok()) {
        Some(DueKind::EveryYear) => view! {
            {form.line("month", text.month, fields.month, "number", true)}
            {form.line("day", text.day, fields.day, "number", true)}
        }
        .into_any(),
        Some(DueKind::WorkDayOfMonth | DueKind::WorkDayOfQuarter) => {
            form.line("day", text.work_day, fields.day, "number", true)
        }
        Some(DueKind::Once) => form.line("dueOn", text.on, fields.on, "date", true),
        None => ().into_any(),
    };
    let levels = fields.levels.with_value(|levels| {
        let one = |(level, chosen): &(LevelCode, RwSignal<bool>)| {
            let (name, chosen) = (frame.level(level.as_str()), *chosen);
            view! {
                <label class="tick">
                    <input type="checkbox" prop:checked=chosen on:change=move |event| chosen.set(event_target_checked(&event)) />
                    <span>{name}</span>
                </label>
            }
        };
        levels.iter().map(one).collect::<Vec<_>>()
    });
    view! {
        {form.line("name", text.node_name, fields.name, "text", true)}
        <div class="fields">
            {form.choice("due", text.node_due, fields.due, options(locale, DueKind::ALL, DueKind::code))}
            {when}
            {form.line("remind", text.remind, fields.remind, "number", true)}
        </div>
        <fieldset class="filters"><legend>{text.levels}</legend>{levels} {form.told("levels")}</fieldset>
        {form.lines("what", text.what, fields.what)}
        {form.lines("how", text.how_optional, fields.how)}
    }
    .into_any()
}
