package api

import "go/types"

// Pure says how the result of a side-effect-free call follows from its
// arguments, for the functions that modes and paths are computed with.
type Pure uint8

// The pure functions.
const (
	NotPure    Pure = iota
	JoinPath        // filepath.Join
	JoinText        // strings.Join
	Format          // fmt.Sprintf
	Print           // fmt.Sprint
	DirOf           // filepath.Dir
	BaseOf          // filepath.Base
	SamePath        // filepath.Clean, Abs, EvalSymlinks: the same object
	PermOf          // FileMode.Perm
	NumberText      // strconv.Itoa: the number's text
	NameOf          // (*os.File).Name: the path that the handle was made with
	FdOf            // (*os.File).Fd: the handle's descriptor
	KeepsAlive      // runtime.KeepAlive: the argument is not collected before
	PassOn          // the result is the first argument in another form: its data flows on
	PartOf          // the result is the first argument less some of its elements
	Splits          // the first result is what stands before a separator, the others are the rest
	Wraps           // the result acts on the writer, reader or listener that is the first argument
	IsMissing       // os.IsNotExist: whether the error says that there is no such object
	IsError         // errors.Is: whether the first argument is the error that the second is
	Empties         // (*bytes.Buffer).Reset: what was written to the receiver is gone
	Hides           // the result does not reveal the argument (hash, length, encryption)
)

var pure = map[string]Pure{
	"path/filepath.Join":      JoinPath,
	"path.Join":               JoinPath,
	"(*net/url.URL).JoinPath": NotPure,
	"github.com/cyphar/filepath-securejoin.SecureJoin": JoinPath,
	"strings.Cut":                                     Splits,
	"bytes.Cut":                                       Splits,
	"strings.Join":                                    JoinText,
	"fmt.Sprintf":                                     Format,
	"fmt.Sprint":                                      Print,
	"path/filepath.Dir":                               DirOf,
	"path.Dir":                                        DirOf,
	"path/filepath.Base":                              BaseOf,
	"path.Base":                                       BaseOf,
	"path/filepath.Clean":                             SamePath,
	"path.Clean":                                      SamePath,
	"path/filepath.Abs":                               SamePath,
	"path/filepath.EvalSymlinks":                      SamePath,
	"path/filepath.FromSlash":                         SamePath,
	"path/filepath.ToSlash":                           SamePath,
	"strings.TrimSpace":                               SamePath,
	"(io/fs.FileMode).Perm":                           PermOf,
	"strconv.Itoa":                                    NumberText,
	"strconv.FormatInt":                               NumberText,
	"strconv.FormatUint":                              NumberText,
	"(*os.File).Name":                                 NameOf,
	"runtime.KeepAlive":                               KeepsAlive,
	"(*os.File).Fd":                                   FdOf,
	"os.IsNotExist":                                   IsMissing,
	"errors.Is":                                       IsError,
	"(*bytes.Buffer).Reset":                           Empties,
	"(*strings.Builder).Reset":                        Empties,
	"(*net.UnixConn).SyscallConn":                     FdOf,
	"(*net.TCPConn).SyscallConn":                      FdOf,
	"(*net.UDPConn).SyscallConn":                      FdOf,
	"(*net.IPConn).SyscallConn":                       FdOf,
	"(*net.UnixListener).SyscallConn":                 FdOf,
	"(*net.TCPListener).SyscallConn":                  FdOf,
	"(*os.File).SyscallConn":                          FdOf,
	"bufio.NewWriter":                                 Wraps,
	"bufio.NewReader":                                 Wraps,
	"bufio.NewWriterSize":                             Wraps,
	"encoding/json.NewEncoder":                        Wraps,
	"encoding/xml.NewEncoder":                         Wraps,
	"encoding/gob.NewEncoder":                         Wraps,
	"encoding/csv.NewWriter":                          Wraps,
	"encoding/base64.NewEncoder":                      NotPure, // its writer is the second argument
	"gopkg.in/yaml.v2.NewEncoder":                     Wraps,
	"gopkg.in/yaml.v3.NewEncoder":                     Wraps,
	"go.yaml.in/yaml/v3.NewEncoder":                   Wraps,
	"github.com/goccy/go-yaml.NewEncoder":             Wraps,
	"github.com/BurntSushi/toml.NewEncoder":           Wraps,
	"github.com/pelletier/go-toml.NewEncoder":         Wraps,
	"github.com/pelletier/go-toml/v2.NewEncoder":      Wraps,
	"archive/tar.NewWriter":                           Wraps,
	"archive/zip.NewWriter":                           Wraps,
	"compress/gzip.NewWriter":                         Wraps,
	"text/tabwriter.NewWriter":                        Wraps,
	"io.NopCloser":                                    Wraps,
	"log.New":                                         Wraps,
	"crypto/tls.NewListener":                          Wraps,
	"syscall.ParseSocketControlMessage":               PassOn,
	"golang.org/x/sys/unix.ParseSocketControlMessage": PassOn,
	"crypto/sha256.Sum256":                            Hides,
	"crypto/sha1.Sum":                                 Hides,
	"crypto/sha512.Sum512":                            Hides,
	"crypto/md5.Sum":                                  Hides,
	"golang.org/x/crypto/bcrypt.GenerateFromPassword": Hides,
	"golang.org/x/crypto/ssh.FingerprintSHA256":       Hides,
	"golang.org/x/crypto/ssh.MarshalAuthorizedKey":    Hides,
	"crypto/x509.MarshalPKIXPublicKey":                Hides,
	"crypto/x509.MarshalPKCS1PublicKey":               Hides,
	"crypto/x509.CreateCertificate":                   Hides,
	"crypto/x509.CreateCertificateRequest":            Hides,
	"crypto/x509.CreateRevocationList":                Hides,
}

// passOn lists the packages whose functions hand the data of their arguments
// on to their result.
var passOn = map[string]bool{
	"bytes": true, "strings": true, "fmt": true, "strconv": true, "slices": true, "maps": true, "sort": true,
	"bufio": true, "io": true, "io/ioutil": true, "path": true, "path/filepath": true,
	"encoding/json": true, "encoding/pem": true, "encoding/base64": true, "encoding/hex": true,
	"encoding/xml": true, "encoding/gob": true, "encoding/csv": true, "unicode/utf8": true,
	"gopkg.in/yaml.v2": true, "gopkg.in/yaml.v3": true, "sigs.k8s.io/yaml": true, "github.com/BurntSushi/toml": true,
	"go.yaml.in/yaml/v2": true, "go.yaml.in/yaml/v3": true, "github.com/goccy/go-yaml": true, "github.com/ghodss/yaml": true,
	"github.com/pelletier/go-toml": true, "github.com/pelletier/go-toml/v2": true, "github.com/json-iterator/go": true,
}

// PureOf returns what is known of fn's result.
func PureOf(fn *types.Func) Pure {
	if fn == nil || fn.Pkg() == nil {
		return NotPure
	}
	if p, ok := pure[FullName(fn)]; ok {
		return p
	}
	if passOn[unvendored(fn.Pkg().Path())] {
		return PassOn
	}
	return NotPure
}
