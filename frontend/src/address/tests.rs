use super::escape::decode;
use super::*;

fn read(address: &str) -> Address {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    Address::read(path, query)
}

#[test]
fn every_address_reads_back_as_it_was_written() {
    for address in [
        "/",
        "/cockpit",
        "/sign-in",
        "/sign-in?next=%2Fcockpit%2Funit-0000000000001%2F2026-03",
        "/inbox",
        "/settings/notifications",
        "/settings/work-days",
        "/settings/work-days?year=2027",
        "/warnings",
        "/warnings/0000000000001",
        "/rules",
        "/rules/new",
        "/rules/0000000000001",
        "/rectifications",
        "/rectifications/0000000000001",
        "/rectifications/new/unit-0000000000001",
        "/tasks",
        "/tasks/0000000000001",
        "/tasks/new",
        "/tasks/quarter",
        "/tasks/templates",
        "/rectifications/new/person-0000000000001?indicator=0000000000002&period=2026-03&from=0000000000003&own=yes",
        "/diagnoses",
        "/diagnoses/0000000000001",
        "/diagnoses/log",
        "/diagnoses/carried",
        "/diagnoses/new/unit-0000000000001/0000000000002/2026-03",
        "/diagnoses/new/person-0000000000001/0000000000002/2026Q1?from=0000000000003",
        "/handbook",
        "/handbook/0000000000001",
        "/risks",
        "/risks/point/new",
        "/risks/point/0000000000001",
        "/risks/loss",
        "/risks/view",
        "/risks/labels",
        "/cockpit/unit-0000000000001/2026-03",
        "/cockpit/post-0000000000001/2026Q1?focus=0000000000002",
        "/loss/unit-0000000000001/2026Q1",
        "/screen/unit-0000000000001/2026",
        "/explain/person-0000000000001/0000000000002/2026H1",
        "/explain/unit-0000000000001/score/2026-10",
        "/explain/unit-0000000000001/score/2026-10?dimension=TAX_TASK",
        "/organisation",
        "/organisation/0000000000001",
        "/library",
        "/library/0000000000001",
        "/library/new",
        "/library/0000000000001/draft",
        "/schemes",
        "/schemes/0000000000001",
        "/datasets",
        "/datasets/0000000000001",
        "/datasets/new",
        "/datasets/0000000000001/edit",
        "/runs",
        "/runs/0000000000001",
        "/manual",
        "/policy",
        "/audit",
    ] {
        assert_eq!(read(address).to_string(), address);
    }
}

#[test]
fn what_is_no_place_of_ours_is_unknown() {
    for address in [
        "/cockpit/unit-0000000000001",
        "/cockpit/unit-0000000000001/2026-13",
        "/cockpit/town-0000000000001/2026",
        "/library/short",
        "/explain/unit-1/x/2026-03",
        "/etc/passwd",
    ] {
        assert_eq!(read(address), Address::Unknown, "{address}");
    }
}

#[test]
fn an_escape_cut_short_is_taken_as_written() {
    for (text, plain) in [("%E5%B7%9E", "州"), ("%", "%"), ("100%", "100%"), ("%4", "%4"), ("%州", "%州")] {
        assert_eq!(decode(text), plain);
    }
}
