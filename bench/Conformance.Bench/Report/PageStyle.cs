namespace Conformance.Bench.Report;

/// <summary>The page follows the reader's choice of light or dark; words in plots are the page's own.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ink: #1c2024; --dim: #5d666f; --paper: #ffffff; --line: #d8dde2; --missed: #c03a25; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --dim: #9aa4ae; --paper: #15181b; --line: #343a40; --missed: #ff8570; } }
        body { margin: 2rem auto; padding: 0 1rem; max-width: 64rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
        .wide { overflow-x: auto; margin: .6rem 0; }
        svg { display: block; max-width: 100%; height: auto; }
        svg text { fill: var(--ink); font: 12px system-ui, sans-serif; } svg text.dim { fill: var(--dim); font-size: 11px; } svg text.missed { fill: var(--missed); font-weight: 600; }
        svg text.series0 { fill: #0072b2; } svg text.series1 { fill: #e69f00; } svg text.series2 { fill: #009e73; } svg text.series3 { fill: #cc79a7; } svg text.series4 { fill: #56b4e9; } svg text.series5 { fill: #d55e00; }
        table { border-collapse: collapse; font-size: 13px; width: 100%; }
        th, td { padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        th { color: var(--dim); font-weight: 600; } td.number { white-space: nowrap; font-variant-numeric: tabular-nums; } td.words { overflow-wrap: anywhere; }
        .missed, .problem { color: var(--missed); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: 13px; } dt { color: var(--dim); } dd { margin: 0; }

        """;
}
