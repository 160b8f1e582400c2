package effects_test
import ("testing";"os";"time";"strings"
"golang.org/x/tools/go/analysis";"golang.org/x/tools/go/analysis/checker";"golang.org/x/tools/go/packages"
"github.com/permvet/permvet/passes/effects")
func TestZZ(t *testing.T){
 pats:=strings.Fields(os.Getenv("ZZ")); if len(pats)==0 {t.Skip()}
 pkgs,err:=packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: os.Getenv("ZZDIR")}, pats...)
 if err!=nil {t.Fatal(err)}
 t0:=time.Now()
 g,err:=checker.Analyze([]*analysis.Analyzer{effects.Analyzer, dump}, pkgs, nil)
 if err!=nil {t.Fatal(err)}
 n:=0
 for a:=range g.All(){ if a.Err!=nil {n++; if n<10 {t.Error(a, a.Err)}}; }
 d:=0
 for _,a:=range g.Roots { d+=len(a.Diagnostics); if os.Getenv("ZZV")!="" { for _,x:=range a.Diagnostics { t.Log(a.Package.Fset.Position(x.Pos), x.Message)} } }
 t.Log(len(pkgs), "packages", time.Since(t0), d, "effects")
}
