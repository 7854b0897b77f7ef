namespace Conformance.Certification.Reports;

/// <summary>The report's style sheet. No state is told by colour alone: each has a word, and absence has a hatching too.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root { color-scheme: light dark;
          --page: #f6f7f9; --card: #ffffff; --ink: #1b1f24; --muted: #59636e; --line: #d8dee4; --code: #eef1f4;
          --pass: #116329; --pass-bg: #dcf3e1; --fail: #a40e26; --fail-bg: #ffe3e3; --fail-bg2: #ffc9c7;
          --open: #7a4a00; --open-bg: #fff1cf; --none: #59636e; --hatch: #c9d1d9; --accent: #4064ac; }
        @media (prefers-color-scheme: dark) { :root {
          --page: #0f1317; --card: #171c22; --ink: #e3e8ee; --muted: #98a4b1; --line: #2f3740; --code: #20272f;
          --pass: #6fdd8b; --pass-bg: #12301c; --fail: #ff9a94; --fail-bg: #3d1518; --fail-bg2: #5c1a20;
          --open: #f2c462; --open-bg: #3a2c0b; --none: #98a4b1; --hatch: #3d4752; --accent: #7fa2ea; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
        main, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
        code, .bits { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
        code { overflow-wrap: anywhere; }
        h1, h2, h3 { line-height: 1.25; margin: 0; }
        h2 { font-size: 1.2rem; margin: 40px 0 12px; }
        h3 { font-size: 1rem; }
        p { margin: 6px 0; }
        a { color: var(--accent); }
        .muted { color: var(--muted); }
        .verdict { margin-top: 28px; padding: 24px 28px; border-radius: 10px; border: 1px solid; border-left-width: 10px; }
        .verdict.pass { color: var(--pass); background: var(--pass-bg); }
        .verdict.fail { color: var(--fail); background: var(--fail-bg); }
        .verdict.open { color: var(--open); background: var(--open-bg); }
        .verdict h1 { font-size: 2.1rem; letter-spacing: .02em; }
        .verdict .mark { margin-right: .35em; }
        .verdict p, .verdict ul { color: var(--ink); }
        .verdict ul { margin: 10px 0 0; padding-left: 1.3em; }
        .figures { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 16px 0 0; padding: 0; }
        .figures div { display: flex; flex-direction: column-reverse; }
        .figures dt { color: var(--muted); font-size: .85rem; }
        .figures dd { margin: 0; font-size: 1.5rem; font-weight: 600; color: var(--ink); font-variant-numeric: tabular-nums; }
        nav { margin: 16px 0 0; font-size: .92rem; }
        nav a { margin-right: 18px; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(330px, 1fr)); gap: 16px; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 18px; overflow-wrap: anywhere; }
        .card + .card.finding { margin-top: 14px; }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: 3px 14px; margin: 8px 0 0; }
        .facts dt { color: var(--muted); }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--muted); font-size: .9rem; padding: 10px 14px; }
        th, td { padding: 6px 12px; text-align: left; border-top: 1px solid var(--line); vertical-align: top; }
        thead th { color: var(--muted); font-weight: 600; }
        .matrix { width: 100%; table-layout: fixed; }
        .matrix th:first-child { width: 170px; }
        .matrix th, .matrix td { vertical-align: middle; overflow-wrap: anywhere; }
        .matrix td { text-align: center; border-left: 1px solid var(--line); }
        .matrix thead th:not(:first-child) { text-align: center; border-left: 1px solid var(--line); }
        .matrix tbody th { font-weight: 500; }
        .matrix tfoot th, .matrix tfoot td { border-top: 2px solid var(--line); font-weight: 600; }
        td .word { font-size: .74rem; font-weight: 700; letter-spacing: .03em; }
        .s-pass { background: var(--pass-bg); color: var(--pass); }
        .s-fail { background: var(--fail-bg); color: var(--fail); }
        .s-fail.much { background: var(--fail-bg2); }
        .s-open { background: var(--open-bg); color: var(--open); }
        .s-absent { color: var(--none);
          background: repeating-linear-gradient(135deg, transparent 0 6px, var(--hatch) 6px 7px); }
        td.s-absent > span { background: var(--card); padding: 1px 5px; border-radius: 3px; }
        .s-absent > span:empty { display: none; }
        .s-none { color: var(--muted); }
        .badge { display: inline-block; padding: 1px 8px; border-radius: 4px; font-size: .78rem; font-weight: 700; letter-spacing: .03em; }
        .badge.s-absent { background: none; border: 1px dashed; }
        .finding h3 .muted { font-weight: 400; }
        .finding h3 { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: baseline; overflow-wrap: anywhere; }
        .finding table { margin: 10px 0; }
        .finding td, .finding th { padding: 4px 16px 4px 0; }
        .finding th { white-space: nowrap; }
        .finding thead th, .finding tr:first-child > * { border-top: 0; }
        .bits { white-space: pre-wrap; }
        .bits mark { background: var(--fail-bg2); color: var(--fail); border-bottom: 2px solid; }
        .command { display: block; background: var(--code); border-radius: 6px; padding: 8px 12px; user-select: all; }
        details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 5px 0; overflow: hidden; overflow-wrap: anywhere; }
        summary { cursor: pointer; padding: 6px 14px; }
        summary:hover { background: var(--code); }
        details:first-of-type { margin-top: 12px; }
        details > .inside { border-top: 1px solid var(--line); padding: 8px 14px 12px; overflow-x: auto; }
        details table { font-size: .88rem; }
        details td, details th { padding: 3px 14px 3px 0; }
        svg { display: block; max-width: 100%; height: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        svg text { fill: var(--ink); font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        svg .label { fill: var(--muted); }
        svg .bar { fill: var(--accent); }
        svg .rule { stroke: var(--line); }
        footer { margin-top: 44px; padding-top: 14px; padding-bottom: 36px; color: var(--muted); font-size: .85rem; border-top: 1px solid var(--line); }
        @media print {
          :root { --page: #fff; } body { font-size: 10pt; } nav { display: none; } main, footer { max-width: none; padding: 0; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .finding, .card, tr, .verdict { break-inside: avoid; } h2 { break-after: avoid; }
          .scroll, details > .inside { overflow: visible; }
          /* A gradient becomes megabytes of picture in a PDF. */
          .s-absent { background: none; } td.s-absent { border: 1px dashed var(--none); }
        }
        """;
}
