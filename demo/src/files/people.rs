//! Persons, who holds what, who acted for whom, and the accounts. A pack has no passwords.

use super::{FOUNDED, csv};
use crate::bureau::{Bureau, Outside};

pub(super) fn persons(bureau: &Bureau, outside: &Outside) -> String {
    let lines = bureau.persons.iter().enumerate().map(|(number, person)| {
        let name = outside.written(bureau, person.unit, &person.name);
        // Numbers that begin with 100 are given to nobody.
        let phone = outside.written(bureau, person.unit, &format!("100{number:08}"));
        format!("{},{name},{},{},{phone},ACTIVE", person.staff_no, unit(bureau, person.unit), person.rank)
    });
    csv("staff_no,name,unit,rank,phone,status", lines)
}

pub(super) fn assignments(bureau: &Bureau) -> String {
    let lines = bureau.assignments.iter().map(|held| {
        let (role, share) = if held.primary { ("A", "1") } else { ("B", "0.2") };
        format!("{},{},{role},{share},{FOUNDED},", staff(bureau, held.person), post(bureau, held.post))
    });
    csv("staff_no,post,role,share,valid_from,valid_to", lines)
}

/// Spans in which the B of a post acted for its A, in no month of October.
const SPANS: [(&str, &str, &str); 4] = [
    ("2026-03-02", "2026-03-16", "年休假"),
    ("2026-05-11", "2026-05-25", "脱产培训"),
    ("2026-07-06", "2026-07-20", "病假"),
    ("2026-08-03", "2026-08-29", "借调专项工作"),
];

pub(super) fn switches(bureau: &Bureau, outside: &Outside) -> String {
    let lines =
        SPANS.iter().zip(bureau.assignments.chunks_exact(2).step_by(5)).filter_map(|((start, end, reason), pair)| {
            let (holder, relief) = (pair.first()?, pair.last()?);
            let at = bureau.posts.get(holder.post).map_or(bureau.root, |post| post.unit);
            let reason = outside.written(bureau, at, reason);
            let (from, to) = (staff(bureau, holder.person), staff(bureau, relief.person));
            Some(format!("{},{from},{to},{start},{end},{reason}", post(bureau, holder.post)))
        });
    csv("post,from_staff,to_staff,start,end,reason", lines)
}

pub(super) fn accounts(bureau: &Bureau) -> String {
    let first_of = |place: usize| {
        bureau.persons.iter().filter(move |person| person.unit == place).map(|person| person.staff_no.as_str())
    };
    let department = |line: &str| bureau.units.iter().position(|unit| unit.line == line).unwrap_or(bureau.root);
    let root = unit(bureau, bureau.root);
    let head = |place: usize| first_of(place).next().unwrap_or_default();
    let district = bureau.districts.first().and_then(|districts| districts.first()).copied().unwrap_or(bureau.root);
    let office = bureau.offices.first();
    let (office_unit, officer) = office.map_or((bureau.root, ""), |office| {
        (office.unit, office.holders.get(1).map_or("", |&person| staff(bureau, person)))
    });
    let deputy = first_of(bureau.root).nth(1).unwrap_or_default();
    let lines = [
        "sysadmin,,系统管理员,SYS_ADMIN,ALL,,,".to_owned(),
        format!("perf,{},绩效办主任,PERF_OFFICE,OWN_SUBTREE,{root},,", head(department("OFFICE"))),
        format!("director,{},局长,PARTY_SECRETARY,OWN_SUBTREE,{root},,", head(bureau.root)),
        format!("deputy,{deputy},分管征管的副局长,DEPUTY_LEADER,OWN_LINE_SUBTREE,{root},,COLLECTION;REVENUE"),
        format!("yunxi,{},云溪区局局长,PARTY_SECRETARY,OWN_SUBTREE,{},,", head(district), unit(bureau, district)),
        format!("office,{},税务所所长,DEPT_HEAD,OWN_UNIT,{},,", head(office_unit), unit(bureau, office_unit)),
        format!("officer,{officer},税务干部,OFFICER,SELF,,,"),
        format!("officer,{officer},税务干部,OFFICER,OWN_POST,,,"),
        format!("data,{},数据管理员,DATA_ADMIN,ALL,,,", head(department("COLLECTION"))),
        format!("auditor,{},督察内审,AUDITOR,OWN_SUBTREE,{root},,", head(department("AUDIT"))),
        format!("hr,{},人事科长,HR,OWN_SUBTREE,{root},,", head(department("HR"))),
        format!("specialist,,区局绩效专干,PERF_SPECIALIST,OWN_UNIT,{},,", unit(bureau, district)),
        format!("liaison,,税务所绩效联络员,LIAISON,OWN_UNIT,{},,", unit(bureau, office_unit)),
        format!("branch,,分局长,BRANCH_DIRECTOR,OWN_UNIT,{},,", unit(bureau, office_unit)),
        format!("appraiser,,征管条线考评人,LINE_APPRAISER,OWN_LINE_SUBTREE,{root},,COLLECTION"),
        format!("group,,考核小组成员,APPRAISAL_GROUP,ASSIGNED,,{},", unit(bureau, office_unit)),
        format!("discipline,,纪检干部,DISCIPLINE,OWN_SUBTREE,{root},,"),
        format!("legal,,法制科干部,LEGAL,OWN_SUBTREE,{root},,"),
        format!("finance,,财务人员,FINANCE,OWN_UNIT,{root},,"),
        format!("rater,,外部评价人,EXTERNAL_RATER,ASSIGNED,,{},", unit(bureau, office_unit)),
    ];
    csv("login,staff_no,display_name,role,scope,unit,units,lines", lines.into_iter())
}

fn unit(bureau: &Bureau, index: usize) -> &str {
    bureau.units.get(index).map(|unit| unit.code.as_str()).unwrap_or_default()
}

fn post(bureau: &Bureau, index: usize) -> &str {
    bureau.posts.get(index).map(|post| post.code.as_str()).unwrap_or_default()
}

fn staff(bureau: &Bureau, index: usize) -> &str {
    bureau.persons.get(index).map(|person| person.staff_no.as_str()).unwrap_or_default()
}
