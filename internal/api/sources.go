package api

import "strings"

const (
	whyPrivate = "returns private key material"
	whyToken   = "returns a token that lets its bearer in"
	whyPublic  = "returns public material"
	whyHeader  = "the mode comes from the archive, so whoever made the archive chose it"
	whyGuess   = "can be guessed by another user of the machine"
	whyClock   = "made of the time and the address of a network card"
	whyRandom  = "cannot be guessed"
	whyHome    = "below the user's own directories"
	whyRemote  = "chosen by whoever sent the request"
	whyArgs    = "chosen by whoever started the program"
	whyID      = "an id of this process"
)

func source(prefix, names string, taint Taint, why string) []*Call {
	return each(prefix, names, Call{Does: Source, Taint: taint, Why: why})
}

// options are the calls of one package or set of flags that declare an option: they
// return a pointer to its value, or store it in a variable. With short names the
// value stands one argument further on.
func options(prefix, short string) []*Call {
	const types = "String Int Int64 Uint Uint64 Bool"
	var rows []*Call
	for name := range strings.FieldsSeq(types) {
		option := Call{Does: Source, Taint: TaintArgs, Default: 2, Why: whyArgs}
		into := Call{Does: Source, Taint: TaintArgs, Default: 3, Into: 1, Why: whyArgs}
		rows = join(rows, each(prefix, name, option), each(prefix, name+"Var", into))
		if short != "" {
			option.Default, into.Default = 3, 4
			rows = join(rows, each(prefix, name+short, option), each(prefix, name+"Var"+short, into))
		}
	}
	return rows
}

// sourceRows tell where interesting values come from.
var sourceRows = join(envSources, keySources, modeSources, nameSources, outsideSources)

var envSources = join(
	source("os.", "Environ", TaintEnviron, "returns the whole environment"),
	sys("Environ", all, all, Call{Does: Source, Taint: TaintEnviron, Why: "returns the whole environment"}),
	source("(*os/exec.Cmd).", "Environ", TaintEnviron, "returns the environment that the child would get, by default the whole one"),
	each("os.", "Getenv LookupEnv ExpandEnv", Call{Does: Source, Name_: 1, Result: 1, Taint: TaintGetenv, Why: "returns one variable"}),
	sys("Getenv", all, all, Call{Does: Source, Name_: 1, Result: 1, Taint: TaintGetenv, Why: "returns one variable"}),
	source("github.com/Masterminds/sprig/v3.", "FuncMap TxtFuncMap HtmlFuncMap GenericFuncMap", TaintEnvFunc, "the map holds env and expandenv"),
	source("github.com/Masterminds/sprig.", "FuncMap TxtFuncMap HtmlFuncMap GenericFuncMap", TaintEnvFunc, "the map holds env and expandenv"),
	source("github.com/go-task/slim-sprig/v3.", "FuncMap TxtFuncMap HtmlFuncMap GenericFuncMap", TaintEnvFunc, "the map holds env and expandenv"),
)

var keySources = join(
	source("crypto/x509.", "MarshalPKCS1PrivateKey MarshalPKCS8PrivateKey MarshalECPrivateKey ParsePKCS1PrivateKey ParsePKCS8PrivateKey ParseECPrivateKey DecryptPEMBlock", TaintKey, whyPrivate),
	source("crypto/rsa.", "GenerateKey GenerateMultiPrimeKey", TaintKey, whyPrivate),
	source("crypto/ecdsa.", "GenerateKey", TaintKey, whyPrivate),
	each("crypto/ed25519.", "GenerateKey", Call{Does: Source, Result: 2, Taint: TaintKey, Why: whyPrivate}),
	source("crypto/ed25519.", "NewKeyFromSeed", TaintKey, whyPrivate),
	source("(crypto/ed25519.PrivateKey).", "Seed", TaintKey, whyPrivate),
	source("(crypto/ecdh.Curve).", "GenerateKey NewPrivateKey", TaintKey, whyPrivate),
	source("(*crypto/ecdh.PrivateKey).", "Bytes ECDH", TaintKey, whyPrivate),
	source("(*crypto/ecdsa.PrivateKey).", "Bytes", TaintKey, whyPrivate),
	source("crypto/mlkem.", "GenerateKey768 GenerateKey1024 NewDecapsulationKey768 NewDecapsulationKey1024", TaintKey, whyPrivate),
	source("(*crypto/mlkem.DecapsulationKey768).", "Bytes", TaintKey, whyPrivate),
	source("(*crypto/mlkem.DecapsulationKey1024).", "Bytes", TaintKey, whyPrivate),
	source("golang.org/x/crypto/ssh.", "MarshalPrivateKey ParseRawPrivateKey ParseRawPrivateKeyWithPassphrase", TaintKey, whyPrivate),
	each("golang.org/x/crypto/nacl/box.", "GenerateKey", Call{Does: Source, Result: 2, Taint: TaintKey, Why: whyPrivate}),
	each("golang.org/x/crypto/nacl/sign.", "GenerateKey", Call{Does: Source, Result: 2, Taint: TaintKey, Why: whyPrivate}),
	source("golang.org/x/term.", "ReadPassword", TaintKey, "returns a password that was typed"),
	source("golang.org/x/crypto/ssh/terminal.", "ReadPassword", TaintKey, "returns a password that was typed"),
	each("(*net/url.Userinfo).", "Password", Call{Does: Source, Result: 1, Taint: TaintKey, Why: "returns the password of a URL"}),
	source("filippo.io/age.", "GenerateX25519Identity", TaintKey, whyPrivate),
	source("(*filippo.io/age.X25519Identity).", "String", TaintKey, whyPrivate),
	source("golang.zx2c4.com/wireguard/wgctrl/wgtypes.", "GenerateKey GeneratePrivateKey", TaintKey, whyPrivate),
	source("k8s.io/client-go/util/keyutil.", "MakeEllipticPrivateKeyPEM MarshalPrivateKeyToPEM", TaintKey, whyPrivate),
	source("k8s.io/client-go/tools/clientcmd.", "Write", TaintKey, "a kubeconfig holds tokens and client keys"),
	source("(golang.org/x/oauth2.TokenSource).", "Token", TaintKey, whyToken),
	source("(*golang.org/x/oauth2.Config).", "Exchange PasswordCredentialsToken", TaintKey, whyToken),
	source("(*github.com/golang-jwt/jwt/v5.Token).", "SignedString", TaintKey, whyToken),
	source("(*github.com/golang-jwt/jwt/v4.Token).", "SignedString", TaintKey, whyToken),
	source("(*github.com/golang-jwt/jwt.Token).", "SignedString", TaintKey, whyToken),
	source("(*crypto/mlkem.DecapsulationKey768).", "EncapsulationKey", TaintStatic, whyPublic),
	source("(*crypto/mlkem.DecapsulationKey1024).", "EncapsulationKey", TaintStatic, whyPublic),
	source("crypto/x509.", "MarshalPKIXPublicKey MarshalPKCS1PublicKey CreateCertificate CreateCertificateRequest CreateRevocationList", TaintStatic, whyPublic),
	source("golang.org/x/crypto/ssh.", "MarshalAuthorizedKey", TaintStatic, whyPublic),
)

// modeSources return modes that others chose.
var modeSources = join(
	source("(*archive/tar.Header).", "FileInfo", TaintHeader, whyHeader),
	source("(*archive/zip.FileHeader).", "Mode FileInfo", TaintHeader, whyHeader),
	source("(*github.com/klauspost/compress/zip.FileHeader).", "Mode FileInfo", TaintHeader, whyHeader),
	source("(*github.com/cavaliergopher/cpio.Header).", "FileInfo", TaintHeader, whyHeader),
	source("(*github.com/bodgit/sevenzip.FileHeader).", "Mode FileInfo", TaintHeader, whyHeader),
	source("(*github.com/nwaples/rardecode.FileHeader).", "Mode", TaintHeader, whyHeader),
	source("(*github.com/nwaples/rardecode/v2.FileHeader).", "Mode", TaintHeader, whyHeader),
	source("(io/fs.FileInfo).", "Mode", TaintFileMode, "the mode of an object that exists already, or of the archive entry that the FileInfo came from"),
)

// nameSources return what names are built from.
var nameSources = join(
	source("os.", "TempDir", TaintTempDir, "the directory that all users share, unless TMPDIR says otherwise"),
	source("os.", "Getpid", TaintPid|TaintOwnPid, whyGuess),
	source("os.", "Getppid", TaintPid, whyGuess),
	sys("Getpid", all, all, Call{Does: Source, Taint: TaintPid | TaintOwnPid, Why: whyGuess}),
	sys("Getppid", all, all, Call{Does: Source, Taint: TaintPid, Why: whyGuess}),
	source("time.", "Now", TaintPid, whyGuess),
	source("math/rand.", "ExpFloat64 Float32 Float64 Int Int31 Int31n Int63 Int63n Intn NormFloat64 Perm Uint32 Uint64", TaintPid, whyGuess),
	source("(*math/rand.Rand).", "Float32 Float64 Int Int31 Int31n Int63 Int63n Intn Perm Uint32 Uint64", TaintPid, whyGuess),
	source("math/rand/v2.", "Float32 Float64 Int Int32 Int32N Int64 Int64N IntN N Perm Uint Uint32 Uint32N Uint64 Uint64N UintN", TaintPid, whyGuess),
	source("(*math/rand/v2.Rand).", "Float32 Float64 Int Int32 Int32N Int64 Int64N IntN Perm Uint Uint32 Uint32N Uint64 Uint64N UintN", TaintPid, whyGuess),
	source("k8s.io/apimachinery/pkg/util/rand.", "String Int Intn", TaintPid, "made with math/rand"),
	source("github.com/rs/xid.", "New", TaintPid, "made of time, machine, pid and a counter"),

	source("github.com/google/uuid.", "NewUUID NewV6", TaintPid, whyClock),
	source("github.com/gofrs/uuid.", "NewV1 NewV6", TaintPid, whyClock),
	source("github.com/satori/go.uuid.", "NewV1", TaintPid, whyClock),

	source("crypto/rand.", "Int Prime Text", TaintRandom, whyRandom),
	source("github.com/google/uuid.", "New NewString NewRandom NewV7", TaintRandom, whyRandom),
	source("github.com/gofrs/uuid.", "NewV4 NewV7", TaintRandom, whyRandom),
	source("github.com/satori/go.uuid.", "NewV4", TaintRandom, whyRandom),
	source("github.com/hashicorp/go-uuid.", "GenerateUUID", TaintRandom, whyRandom),
	source("k8s.io/apimachinery/pkg/util/uuid.", "NewUUID", TaintRandom, whyRandom),
	source("github.com/docker/docker/pkg/stringid.", "GenerateRandomID", TaintRandom, whyRandom),

	source("os.", "UserHomeDir UserCacheDir UserConfigDir", TaintUserDir, whyHome),
	source("github.com/mitchellh/go-homedir.", "Dir Expand", TaintUserDir, whyHome),
	source("k8s.io/client-go/util/homedir.", "HomeDir", TaintUserDir, whyHome),
	source("github.com/adrg/xdg.", "ConfigFile DataFile StateFile CacheFile RuntimeFile", TaintUserDir, whyHome),
)

// outsideSources return what other people chose, and who this process is.
var outsideSources = join(
	source("(*net/http.Request).", "FormValue PostFormValue PathValue Cookie Cookies CookiesNamed FormFile Referer UserAgent", TaintRequest, whyRemote),
	each("(*net/http.Request).", "BasicAuth", Call{Does: Source, Result: 2, Taint: TaintRequest | TaintKey, Why: "returns the password of a request"}),
	source("(net/url.Values).", "Get", TaintRequest, whyRemote),
	source("(net/http.Header).", "Get Values", TaintRequest, whyRemote),
	source("(*mime/multipart.Part).", "FileName FormName", TaintRequest, whyRemote),
	source("github.com/gorilla/mux.", "Vars", TaintRequest, whyRemote),
	source("github.com/go-chi/chi/v5.", "URLParam", TaintRequest, whyRemote),
	source("(*github.com/gin-gonic/gin.Context).", "Param Query DefaultQuery PostForm GetHeader Cookie", TaintRequest, whyRemote),
	source("(github.com/labstack/echo/v4.Context).", "Param QueryParam FormValue", TaintRequest, whyRemote),

	source("flag.", "Arg Args", TaintArgs, whyArgs), options("flag.", ""),
	source("(*flag.FlagSet).", "Arg Args", TaintArgs, whyArgs), options("(*flag.FlagSet).", ""),
	source("github.com/spf13/pflag.", "Arg Args", TaintArgs, whyArgs), options("github.com/spf13/pflag.", "P"),
	source("(*github.com/spf13/pflag.FlagSet).", "Arg Args", TaintArgs, whyArgs), options("(*github.com/spf13/pflag.FlagSet).", "P"),

	source("os.", "Getuid Geteuid Getgid Getegid", TaintUID, whyID),
	sys("Getuid Geteuid Getgid Getegid", all, all, Call{Does: Source, Taint: TaintUID, Why: whyID}),
)
