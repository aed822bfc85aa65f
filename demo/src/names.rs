//! Names of places, posts and people. All are made up.

use crate::random::Random;

pub(crate) const CITIES: [&str; 5] = ["江州市", "澜州市", "云岭市", "汀溪市", "柏川市"];

pub(crate) const DISTRICTS: [&str; 17] = [
    "云溪区",
    "青岚区",
    "临江区",
    "望湖区",
    "东浦区",
    "西屏区",
    "南汀区",
    "北岭区",
    "高桥区",
    "松阳县",
    "清河县",
    "白鹭县",
    "石门县",
    "丰泽县",
    "龙泉县",
    "安澜市",
    "双溪市",
];

const FIRST: [&str; 18] =
    ["柳", "桃", "竹", "枫", "梅", "荷", "桐", "杏", "槐", "榆", "枣", "桂", "莲", "菊", "兰", "松", "柏", "樟"];
const SECOND: [&str; 12] = ["湾", "溪", "岭", "塘", "坪", "桥", "洲", "埠", "源", "沟", "坝", "屯"];

const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾",
    "彭", "吕",
];
const GIVEN: [&str; 36] = [
    "文", "明", "志", "国", "建", "晓", "雨", "思", "嘉", "宇", "浩", "欣", "怡", "佳", "子", "梓", "晨", "雪", "静",
    "丽", "敏", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "超", "霞", "平", "刚", "桂", "岚",
];

/// 6 series, 22 post types (WH-18): code of the series, its name, name of the type, post class (HY-05).
pub(crate) const POST_TYPES: [(&str, &str, &str, &str); 22] = [
    ("REGISTER", "登记认定", "税务登记岗", "COMPREHENSIVE_HALL"),
    ("REGISTER", "登记认定", "注销清税岗", "COMPREHENSIVE_HALL"),
    ("LEVY", "申报征收", "申报受理岗", "COMPREHENSIVE_HALL"),
    ("LEVY", "申报征收", "税款征收岗", "COMPREHENSIVE_HALL"),
    ("LEVY", "申报征收", "票证管理岗", "COMPREHENSIVE_HALL"),
    ("SERVE", "纳税服务", "办税服务岗", "COMPREHENSIVE_HALL"),
    ("REGISTER", "登记认定", "身份信息管理岗", "DAILY_MONITOR"),
    ("REGISTER", "登记认定", "资格认定岗", "DAILY_MONITOR"),
    ("LEVY", "申报征收", "欠税管理岗", "DAILY_MONITOR"),
    ("MANAGE", "税源管理", "日常监控岗", "DAILY_MONITOR"),
    ("MANAGE", "税源管理", "片区管理岗", "DAILY_MONITOR"),
    ("MANAGE", "税源管理", "减免退税审核岗", "DAILY_MONITOR"),
    ("MANAGE", "税源管理", "发票管理岗", "DAILY_MONITOR"),
    ("ASSESS", "风险评估", "风险识别岗", "TAX_ASSESSMENT"),
    ("ASSESS", "风险评估", "纳税评估岗", "TAX_ASSESSMENT"),
    ("ASSESS", "风险评估", "反避税岗", "TAX_ASSESSMENT"),
    ("SERVE", "纳税服务", "咨询辅导岗", "TAXPAYER_COACHING"),
    ("SERVE", "纳税服务", "投诉处理岗", "TAXPAYER_COACHING"),
    ("ENFORCE", "法制稽查", "违法处理岗", "TAX_INSPECTION"),
    ("ENFORCE", "法制稽查", "案件审理岗", "TAX_INSPECTION"),
    ("ENFORCE", "法制稽查", "税收执行岗", "TAX_INSPECTION"),
    ("ENFORCE", "法制稽查", "检查实施岗", "TAX_INSPECTION"),
];

/// Post types of the four posts of an office, by place: first and number.
const PLACES: [(usize, usize); 4] = [(0, 6), (6, 7), (13, 5), (18, 4)];

/// The post type at `place` (0–3) of the `office`-th office.
pub(crate) fn post_type(office: usize, place: usize) -> usize {
    let (first, count) = PLACES.get(place).copied().unwrap_or((0, 1));
    first + office % count
}

/// Departments of a bureau: name, business line.
pub(crate) const DEPARTMENTS: [(&str, &str); 7] = [
    ("考核考评科", "OFFICE"),
    ("征管和科技发展科", "COLLECTION"),
    ("纳税服务科", "SERVICE"),
    ("法制科", "LEGAL"),
    ("收入核算科", "REVENUE"),
    ("人事教育科", "HR"),
    ("督察内审科", "AUDIT"),
];

/// The name of the `office`-th place; different for the first 216.
pub(crate) fn place(office: usize) -> String {
    let first = FIRST.get(office % FIRST.len()).copied().unwrap_or_default();
    let second = SECOND.get((office / FIRST.len() + office) % SECOND.len()).copied().unwrap_or_default();
    format!("{first}{second}")
}

/// A person's name.
pub(crate) fn person(number: usize) -> String {
    let mut random = Random::new(&[7, number]);
    let surname = random.pick(&SURNAMES);
    let given = random.pick(&GIVEN);
    if random.chance(30) { format!("{surname}{given}") } else { format!("{surname}{given}{}", random.pick(&GIVEN)) }
}
