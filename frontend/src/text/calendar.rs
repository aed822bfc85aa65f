//! Words of the calendar of working days.

words! {
    /// The calendar of working days.
    CalendarText {
        lead: "期限按工作日计算。这里写明一年里与平常不同的日子：放假的工作日，和调休上班的周六、周日。", "Deadlines count working days. Here stands what differs from the usual week in a year: weekdays that are free, and days of the weekend that are worked in exchange.";
        kept: "已经开始计时的期限不变，仍按当时告知的日期；以后开始的期限按新的日历计算。", "Deadlines that run already keep the day they were promised for; those that begin from now on count by the new calendar.";
        how: "点一下日期（或用方向键移到那一天，按回车键）：工作日变为放假，周六、周日变为上班；再点一下恢复。", "Press a day, or go to it with the arrow keys and press Enter: a weekday becomes free, a day of the weekend worked; once more and it is as usual.";
        year_of: "{0} 年", "{0}";
        name_next: "接着标记的日子叫什么", "Name of the days marked next";
        name_of: "{0}的名称", "Name of {0}";
        days: "与平常不同的日子", "Days that differ";
        none: "这一年还没有标记任何日子：周一至周五上班。", "No day of this year is marked: Monday to Friday are worked.";
        counted: "放假 {0} 天，调休上班 {1} 天", "{0} weekdays free, {1} days of the weekend worked";
        day: "日期", "Day";
        holiday: "放假", "Free";
        worked: "上班", "Worked";
        holiday_mark: "休", "off";
        worked_mark: "班", "on";
        saved: "已保存", "Saved";
        paste: "粘贴放假安排", "Paste a list";
        paste_lead: "一行一天或一段日期，后面写名称；调休上班的写“班”。一段日期里的周六、周日自动略过。已标记的其他日子保留。", "A day or a stretch of days in each line, then its name; of a day of the weekend that is worked say “work”. The weekend within a stretch is passed over. Other days that are marked stay.";
        example: "2027-01-01 元旦\n2027-10-01 至 2027-10-07 国庆节\n2027-02-06 班", "2027-01-01 New Year\n2027-10-01 ~ 2027-10-07 National Day\n2027-02-06 work";
        list: "放假安排", "List";
        take: "采用", "Take over";
        untaken: "其余已采用；这几行没有采用：", "The rest was taken over, but for these lines:";
        line: "第 {0} 行：{1}", "Line {0}: {1}";
        unreadable: "看不出是哪一天。请以日期开头，一段日期最多 31 天。", "it does not begin with a day, or with a stretch of at most 31 days.";
        other_year: "不是这一年的日子。", "its days are not of this year.";
        as_usual: "与平常一样：周六、周日本来就放假，工作日本来就上班。", "it says nothing other than usual: the weekend is free and weekdays are worked anyway.";
        twice: "这一天在前面写过了。", "a line before it names the day.";
        long_name: "名称超过 40 个字。", "its name is longer than 40 characters.";
        monday: "一", "Mo";
        tuesday: "二", "Tu";
        wednesday: "三", "We";
        thursday: "四", "Th";
        friday: "五", "Fr";
        saturday: "六", "Sa";
        sunday: "日", "Su";
    }
}
