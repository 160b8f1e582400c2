package sarif

import (
	"golang.org/x/tools/go/analysis"
	"honnef.co/go/tools/sarif"

	"github.com/permvet/permvet/internal/meta"
)

// The types add to those of the library what it leaves out: results even if there are none, without which a service
// does not close the alerts of the last run; what a column counts; fingerprints, flows, notifications, and the
// properties of rules that GitHub requires.

type log struct {
	Version string `json:"version"`
	Schema  string `json:"$schema"`
	Runs    []any  `json:"runs"`
}

type run struct {
	Tool        tool         `json:"tool"`
	Invocations []invocation `json:"invocations"`
	Results     []result     `json:"results"`
	ColumnKind  string       `json:"columnKind"`
}

type tool struct {
	Driver driver `json:"driver"`
}

type driver struct {
	sarif.ToolComponent
	Rules []rule `json:"rules"`
}

type rule struct {
	sarif.ReportingDescriptor
	Name            string        `json:"name"`
	FullDescription sarif.Message `json:"fullDescription"`
	Properties      properties    `json:"properties"`
}

type properties struct {
	Tags      []string `json:"tags"`
	Precision string   `json:"precision"`
	Problem   string   `json:"problem.severity"`
	Security  string   `json:"security-severity"`
}

type invocation struct {
	sarif.Invocation
	Notifications []notification `json:"toolExecutionNotifications,omitempty"`
}

type notification struct {
	Level     string        `json:"level"`
	Message   sarif.Message `json:"message"`
	Locations []location    `json:"locations,omitempty"`
}

// A location may lack a region, which the library's may not.
type location struct {
	PhysicalLocation physicalLocation `json:"physicalLocation"`
}

type physicalLocation struct {
	ArtifactLocation sarif.ArtifactLocation `json:"artifactLocation"`
	Region           *sarif.Region          `json:"region,omitempty"`
}

type result struct {
	sarif.Result
	PartialFingerprints map[string]string `json:"partialFingerprints,omitempty"`
	CodeFlows           []codeFlow        `json:"codeFlows,omitempty"`
	Properties          *resultProperties `json:"properties,omitempty"`
}

type resultProperties struct {
	OS []string `json:"os,omitempty"`
}

type codeFlow struct {
	ThreadFlows []threadFlow `json:"threadFlows"`
}

type threadFlow struct {
	Locations []threadFlowLocation `json:"locations"`
}

type threadFlowLocation struct {
	Location sarif.Location `json:"location"`
}

// analyzerOf finds the analyzer of a check, or stands in for one.
func analyzerOf(suite meta.Suite, name string) *analysis.Analyzer {
	for _, c := range suite.Checks {
		if c.Name() == name {
			return c.Analyzer
		}
	}
	return &analysis.Analyzer{Name: name}
}
