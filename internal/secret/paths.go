package secret

import (
	"fmt"
	"path"
	"strings"
)

// secretFiles are patterns of file names, in small letters.
var secretFiles = strings.Fields(`
	id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk ssh_host_*_key
	*.key *-key.pem *_key.pem *.key.pem key.pem privkey.pem privkey*.pem private.pem private-*.pem server-key.* *-key.der
	*.p12 *.pfx *.jks *.keystore *.kdbx *.ppk *.keytab krb5.keytab *.p8 *.pk8 *.age-key
	.netrc _netrc .pgpass .my.cnf htpasswd .htpasswd *.htpasswd htdigest .htdigest shadow gshadow shadow- gshadow- opasswd
	.env .env.* *.env kubeconfig *.kubeconfig *-kubeconfig kubeconfig-* .git-credentials .dockercfg .dockerconfigjson .npmrc .pypirc .s3cfg .boto
	credentials credentials.* *.credentials *-credentials *.creds token token.* *.token *-token *_token
	secret secret.* secrets secrets.* *.secret *-secret *.secrets password passwords password.* passwd.txt *.password *-password
	master.key keyring *.keyring secring.gpg private-key* private_key* privatekey* *.privkey *.priv wallet.dat
`)

// secretPaths are patterns of the last elements of a path.
var secretPaths = strings.Fields(`
	.aws/credentials .kube/config .docker/config.json .ssh/id_* .gnupg/* run/secrets/*
`)

// publicFiles are not secret, though the rest of the name may sound so.
var publicFiles = strings.Fields(`
	*.pub *.pub.* *.crt *.cert *.cer *.csr *.crl *.sig *.sum *.sha256 *.lock lock ca.pem cert.pem fullchain.pem chain.pem *-cert.pem *_cert.pem *-ca.pem
	known_hosts known_hosts.* authorized_keys authorized_keys.* public.* public_key* public-key* pubkey* *.md *.html *.css *.js *.go *.proto *.tmpl
	*.example *.sample *.dist *.template *.svg *.png *.1 .env.example .env.sample .env.template .env.dist passwd group tokenizer.* tokenizer_* *.schema.json
`)

// secretDirs are names of directories that hold little but secrets.
var secretDirs = set(strings.Fields(`
	.ssh .gnupg .aws .kube .password-store secrets secret private credentials keystore keyring keyrings keys .secrets passwords
`)...)

// Path judges the path of a file, or a format or last part of one.
func (m Matcher) Path(name string) Evidence {
	name = strings.ReplaceAll(name, `\`, "/")
	written := path.Base(name) // with its capitals, which divide words
	name = strings.ToLower(name)
	base := path.Base(name)
	if base == "." || base == "/" {
		return Evidence{}
	}
	for _, glob := range m.globs {
		if matches(glob, base) {
			return Evidence{Strength: Strong, Why: pathSays(base)}
		}
	}
	if matchesAny(publicFiles, base) {
		return Evidence{Public: true}
	}
	if matchesAny(secretFiles, base) || matchesAny(secretPaths, name) {
		return Evidence{Strength: Strong, Why: pathSays(base)}
	}
	if e := m.Name(written); e.Strength > None || e.Public {
		return e
	}
	for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if secretDirs[path.Base(dir)] {
			return Evidence{Strength: Weak, Why: fmt.Sprintf("it is below %q", path.Base(dir))}
		}
	}
	return Evidence{}
}

// Dir judges the path of a directory.
func (m Matcher) Dir(name string) Evidence {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if secretDirs[strings.ToLower(base)] {
		return Evidence{Strength: Strong, Why: fmt.Sprintf("%q holds secrets", base)}
	}
	e := m.Name(base)
	if e.Strength > Weak {
		e.Strength = Weak // a directory called after secrets has other things too
	}
	return e
}

func pathSays(base string) string { return fmt.Sprintf("files called %q are", base) }

// matchesAny reports whether a pattern matches the last elements of name, as
// many as it has itself.
func matchesAny(globs []string, name string) bool {
	for _, glob := range globs {
		if matches(glob, name) {
			return true
		}
	}
	return false
}

// matches is path.Match with known good patterns.
func matches(glob, name string) bool {
	ok, err := path.Match(glob, tail(name, 1+strings.Count(glob, "/")))
	return err == nil && ok
}

// tail returns the last n elements of a path.
func tail(name string, n int) string {
	elems := strings.Split(name, "/")
	return strings.Join(elems[max(0, len(elems)-n):], "/")
}
