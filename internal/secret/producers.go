package secret

import "strings"

// A Producer is a function of which one result is secret.
type Producer struct {
	Func   string // types.Func.FullName
	Result int
	Why    string // completes "this is secret: "
}

// producers are the functions that make or return secrets.
var producers = []Producer{
	{"crypto/x509.MarshalPKCS1PrivateKey", 0, "an encoded private key"},
	{"crypto/x509.MarshalPKCS8PrivateKey", 0, "an encoded private key"},
	{"crypto/x509.MarshalECPrivateKey", 0, "an encoded private key"},
	{"crypto/x509.ParsePKCS1PrivateKey", 0, "a private key"},
	{"crypto/x509.ParsePKCS8PrivateKey", 0, "a private key"},
	{"crypto/x509.ParseECPrivateKey", 0, "a private key"},
	{"crypto/x509.DecryptPEMBlock", 0, "a decrypted PEM block"},
	{"crypto/rsa.GenerateKey", 0, "a private key"},
	{"crypto/ecdsa.GenerateKey", 0, "a private key"},
	{"crypto/ed25519.GenerateKey", 1, "a private key"},
	{"crypto/ed25519.NewKeyFromSeed", 0, "a private key"},
	{"(crypto/ed25519.PrivateKey).Seed", 0, "the seed of a private key"},
	{"(*crypto/ecdh.PrivateKey).Bytes", 0, "an encoded private key"},
	{"(*crypto/ecdsa.PrivateKey).Bytes", 0, "an encoded private key"},
	{"(*crypto/ecdh.PrivateKey).ECDH", 0, "a shared secret"},
	{"(*crypto/mlkem.DecapsulationKey768).Bytes", 0, "an encoded private key"},
	{"(*crypto/mlkem.DecapsulationKey1024).Bytes", 0, "an encoded private key"},
	{"(*net/url.Userinfo).Password", 0, "the password of a URL"},
	{"(*net/http.Request).BasicAuth", 1, "the password of a request"},

	{"golang.org/x/crypto/ssh.MarshalPrivateKey", 0, "an encoded private key"},
	{"golang.org/x/crypto/ssh.ParseRawPrivateKey", 0, "a private key"},
	{"golang.org/x/crypto/nacl/box.GenerateKey", 1, "a private key"},
	{"golang.org/x/crypto/nacl/sign.GenerateKey", 1, "a private key"},
	{"golang.org/x/crypto/ssh/terminal.ReadPassword", 0, "a password that was typed in"},
	{"golang.org/x/term.ReadPassword", 0, "a password that was typed in"},
	{"(*golang.org/x/oauth2.Config).Exchange", 0, "an OAuth token"},
	{"(*golang.org/x/oauth2.Config).PasswordCredentialsToken", 0, "an OAuth token"},
	{"filippo.io/age.GenerateX25519Identity", 0, "an age identity"},
	{"(*filippo.io/age.X25519Identity).String", 0, "an age identity"},
	{"golang.zx2c4.com/wireguard/wgctrl/wgtypes.GeneratePrivateKey", 0, "a WireGuard private key"},
	{"golang.zx2c4.com/wireguard/wgctrl/wgtypes.GenerateKey", 0, "a WireGuard preshared key"},
	{"k8s.io/client-go/tools/clientcmd.Write", 0, "a kubeconfig with credentials"},
	{"(*github.com/golang-jwt/jwt/v5.Token).SignedString", 0, "a signed token"},
	{"(*github.com/golang-jwt/jwt/v4.Token).SignedString", 0, "a signed token"},
	{"(*github.com/golang-jwt/jwt.Token).SignedString", 0, "a signed token"},
}

// secretTypes are types of which every value is secret, by qualified name.
var secretTypes = map[string]string{
	"crypto/rsa.PrivateKey":            "a private key",
	"crypto/dsa.PrivateKey":            "a private key",
	"crypto/ecdsa.PrivateKey":          "a private key",
	"crypto/ecdh.PrivateKey":           "a private key",
	"crypto/ed25519.PrivateKey":        "a private key",
	"crypto/mlkem.DecapsulationKey768": "a private key", "crypto/mlkem.DecapsulationKey1024": "a private key",
	"filippo.io/age.X25519Identity":                     "an age identity",
	"golang.org/x/oauth2.Token":                         "an OAuth token",
	"golang.org/x/oauth2/google.Credentials":            "Google credentials",
	"k8s.io/client-go/tools/clientcmd/api.Config":       "a kubeconfig with credentials",
	"github.com/docker/cli/cli/config/types.AuthConfig": "registry credentials",
	"net/http.Cookie":                                   "a cookie",
}

// Producers lists the functions of which a result is secret.
func Producers() []Producer { return append([]Producer(nil), producers...) }

// ByFunc judges result number result of a function, by its FullName.
func ByFunc(fullName string, result int) Evidence {
	for _, p := range producers {
		if p.Func == fullName && p.Result == result {
			return Evidence{Strength: Certain, Why: "it is " + p.Why}
		}
	}
	return Evidence{}
}

// ByType judges the values of a named type: package path, dot, name. Cookies
// are strong evidence only: many hold a language or a colour.
func ByType(qualified string) Evidence {
	why, ok := secretTypes[qualified]
	switch {
	case !ok:
		return Evidence{}
	case qualified == "net/http.Cookie":
		return Evidence{Strength: Weak, Why: "it is " + why}
	}
	return Evidence{Strength: Certain, Why: "it is " + why}
}

// ByPEMType judges the Type of a pem.Block. An encrypted key is no secret by
// itself.
func ByPEMType(blockType string) Evidence {
	switch {
	case !strings.HasSuffix(blockType, "PRIVATE KEY"):
		return Evidence{Public: strings.HasSuffix(blockType, "CERTIFICATE") || strings.HasSuffix(blockType, "PUBLIC KEY")}
	case strings.HasPrefix(blockType, "ENCRYPTED "):
		return Evidence{Strength: Weak, Why: "it is an encrypted private key"}
	}
	return Evidence{Strength: Certain, Why: "it is a PEM block of type " + blockType}
}
