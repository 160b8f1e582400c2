// Package report is the one door through which every check reports.
//
// A check says what it found, at which level and why; this package decides
// whether the user sees it: notes need -strict, generated files are skipped,
// a //permvet:ignore directive with a reason suppresses, and two findings of
// one kind at one place become one. It also knows which code is only test
// support, so that all checks agree about it.
//
// A check looks like this:
//
//	var Kinds = []report.Kind{{ID: "world-writable", Level: report.Error, CWE: "CWE-732", Summary: "…"}}
//
//	var Analyzer = &analysis.Analyzer{
//		Name:       "filemode",
//		Requires:   []*analysis.Analyzer{report.Analyzer, effects.Analyzer},
//		ResultType: report.ResultType,
//		Run:        report.Run("filemode", run),
//	}
//
//	func run(pass *analysis.Pass, r *report.Reporter) error { … r.Report(report.Finding{…}) … }
package report
