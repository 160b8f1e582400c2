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
//	var worldWritable = report.Kind{ID: "world-writable", Level: report.Error, CWE: "CWE-732", Since: "0.1", Summary: "…"}
//
//	var Kinds = []report.Kind{worldWritable}
//
//	var Analyzer = report.NewCheck(report.Check{
//		Name: "filemode", Doc: docGo, Kinds: Kinds, Systems: report.Unix,
//		Requires: []*analysis.Analyzer{effects.Analyzer},
//		Run:      run,
//	})
//
//	func run(pass *analysis.Pass, r *report.Reporter) error { … r.Report(report.Finding{…}) … }
package report
