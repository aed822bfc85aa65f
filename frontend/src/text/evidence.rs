//! Words for files that hang on a matter.

words! {
    /// Files that hang on a matter.
    EvidenceText {
        title: "附件与照片", "Files and photographs";
        none: "还没有附件。", "No files yet.";
        hang: "添加附件", "Add files";
        choose: "文件（PDF、图片、Word、Excel、PowerPoint、MP4）", "Files (PDF, pictures, Word, Excel, PowerPoint, MP4)";
        choose_some: "请选择文件。", "Choose files.";
        belongs: "属于", "Belongs to";
        whole: "整件事项", "The whole";
        part: "第 {0} 项：{1}", "No. {0}: {1}";
        words: "说明（可不填）", "What they show (may be empty)";
        send: "上传并附上", "Send and add";
        resume: "断开后再按一次，从断开处继续。", "Press again after a break: it goes on where it stopped.";
        download: "下载{0}", "Download {0}";
        cancelled: "已取消上传。", "Sending was cancelled.";
        kind_pdf: "PDF 文档", "PDF document";
        kind_jpeg: "照片", "Photograph";
        kind_png: "图片", "Picture";
        kind_webp: "网络图片", "Web picture";
        kind_docx: "Word 文档", "Word document";
        kind_xlsx: "Excel 表格", "Excel workbook";
        kind_pptx: "PowerPoint 演示", "PowerPoint presentation";
        kind_mp4: "视频", "Film";
    }
}
