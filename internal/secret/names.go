package secret

import (
	"fmt"
	"strings"
)

// strongNames are the words, or sequences of words, that mean a secret and
// little else.
var strongNames = phrases(`
	password, passwords, passwd, passphrase, passcode
	secret, secrets, secret key, secret access key, client secret, shared secret
	private key, private keys, priv key, privkey, privatekey, secretkey, ssh key, host key, identity key
	api key, api keys, apikey, apikeys, api secret, master key, masterkey, root key
	encryption key, decryption key, signing key, signature key, hmac key, aes key, data key, session key, wrapping key
	tls key, ssl key, server key, client key, ca key, rsa key, ecdsa key, ed25519 key, account key, deploy key, license key
	auth key, authkey, pre auth key, pre shared key, psk, wep key, wireguard key, storage account key, storage access key, account access key
	access token, auth token, authtoken, accesstoken, bearer token, refresh token, session token, id token, oauth token
	api token, apitoken, bot token, github token, gitlab token, join token, bootstrap token, registration token
	credential, credentials, creds, kubeconfig, kube config, dockerconfigjson, docker config, docker cfg, dockercfg
	keyring, keystore, keytab, netrc, pgpass, htpasswd, htdigest, mnemonic, seed phrase, recovery code, recovery codes
	otp secret, totp secret, webhook secret, cookie secret, jwt secret, key material
`)

// weakNames are words that mean a secret often enough to be worth a second
// look together with other evidence.
var weakNames = phrases(`
	key, keys, token, tokens, auth, pwd, pass, cred, jwt, cookie, cookies, otp, pin, salt, nonce seed, wallet, priv, shadow
`)

// secretEndings are the ends of words written together: dbpassword.
var secretEndings = []string{"password", "passwd", "passphrase", "privatekey", "secretkey", "apikey", "authtoken", "accesstoken"}

// publicNames make a name public, whatever else it says.
var publicNames = phrases(`
	public, pub, pubkey, pubkeys, publickey, known hosts, knownhosts, authorized keys, authorizedkeys
	cert, certs, crt, certificate, certificates, csr, fingerprint, fingerprints, thumbprint, checksum
	example, sample, template, tmpl, dummy, fake, mock, redacted, masked, lock, lockfile
`)

// keyButCert are the words after which a certificate's name means its key:
// "cert key", "certKeyFile".
var keyButCert = set("key", "keyfile", "privkey", "private")

// aboutNames stand behind a secret word and make the name one about a secret:
// keyID, tokenType, passwordLength. The list has what is not a place or a
// form of the secret itself (keyFile, tokenBytes).
var aboutNames = set(strings.Fields(`
	algo algorithm alg answer attempts auth authenticator bits bind binding board bucket builder cache changed check checker class client
	cmp code codec column combination comparer config controller count counter created curve deletion depth desc description diff
	disabled down duration enabled encoder endpoint enum equal err error errors event exists expired expiration expiry exported expr field
	fields filter flag fn format frame func function generator getter group handle handler hash hasher header hint id ident identifier ids in index
	informer input int interface invalid issuer iter iterator kind kinds label len length less level lexer lifetime limit
	list lister listing loader location loc manager map mapper max min missing mode mu mutex name names namespace needed next node num
	number offset op option options opts order outdated pad padding parser path_prefix policy pos position prefix press pressed
	prompt provider range reader ref reference references refs regex regexp request required resolver response review
	rotation rule rules scan scanner schema scope selector separator service set setting settings size slot sort source space spec
	start state stats status store storage stream suffix sum tag template through timeout timestamp ttl type types up uri url usage user username
	usages valid validator verifier version visitor watcher weight width word
`)...)

// clusters stand before "secret" and make it an object of theirs, which the
// name then only names: TS_KUBE_SECRET.
var clusters = set("kube", "k8s", "kubernetes")

// notSecretKeys stand before "key" and make it a key of something else: a map,
// a table, a cache. An access key is the public half of a pair, with the secret
// access key as the other.
var notSecretKeys = set(strings.Fields(`
	access annotation arrow attr attribute attributes backup block bucket cache cluster col column composite conf config context count
	ctx data db default dedup dedupe dict dimension dir doc document edge element entry env etcd event factory feature field file
	filter first flag foreign format func global graph group hash header hot i18n id idempotency image index inode input item
	job json kv label last layer lease left leaf level limit locale lock log lookup map max mem member menu meta metadata method metric min
	msg name named namespace next node object obj order orig outer option package param parent part partition path pkg port prefix
	prev primary prop property query queue range rate record redis reg registry request resource right root route routing row s3 schema
	section series service set setting shard shift short singleflight sort span special state static storage store str string sub
	table tag task test time topic trace translation tree type unique unit url user value var vertex volume watch worker yaml
`)...)

// asking are the first words of a name that is a question or a number.
var asking = set(strings.Fields(`is has have use uses using need needs no non without max min num count total allow require want should can skip disable enable validate check err test`)...)

// Name judges an identifier: of a variable, parameter, field, constant or
// function.
func (m Matcher) Name(ident string) Evidence {
	words := Words(ident)
	if len(words) == 0 {
		return Evidence{}
	}
	for _, extra := range m.words {
		if indexSeq(words, extra) >= 0 {
			return Evidence{Strength: Strong, Why: nameSays(strings.Join(extra, " "))}
		}
	}
	if isPublic(words) {
		return Evidence{Public: true}
	}
	if asking[words[0]] {
		return Evidence{}
	}
	strong, strongEnd := lastPhrase(words, strongNames)
	if strongEnd == 0 {
		strong, strongEnd = lastEnding(words)
	}
	object := strings.TrimSuffix(strong, "s") == "secret" && strongEnd > 1 && clusters[words[strongEnd-2]]
	if strongEnd > 0 && !object && !aboutSecret(words[strongEnd:]) {
		return Evidence{Strength: Strong, Why: nameSays(strong)}
	}
	weak, weakEnd := lastPhrase(words, weakNames)
	if weakEnd == 0 || weakEnd <= strongEnd || aboutSecret(words[weakEnd:]) {
		return Evidence{}
	}
	if strings.HasPrefix(weak, "key") && weakEnd > 1 && notSecretKeys[words[weakEnd-2]] {
		return Evidence{}
	}
	return Evidence{Strength: Weak, Why: nameSays(weak)}
}

// Env judges the name of an environment variable. There KEY, TOKEN and the
// like at the end are the secret itself: GITHUB_TOKEN, STRIPE_KEY.
func (m Matcher) Env(name string) Evidence {
	e := m.Name(name)
	words := Words(name)
	if e.Strength != Weak || len(words) < 2 {
		return e
	}
	switch words[len(words)-1] {
	case "key", "token", "pwd", "pass", "cred", "jwt", "auth":
		if words[0] != "old" { // OLD_PWD and OLDPWD are directories
			e.Strength = Strong
		}
	}
	return e
}

func nameSays(phrase string) string { return fmt.Sprintf("its name says %q", phrase) }

// isPublic looks for a word that makes the name public. A certificate's key
// is not.
func isPublic(words []string) bool {
	phrase, end := lastPhrase(words, publicNames)
	if end == 0 {
		return false
	}
	switch phrase {
	case "cert", "certs", "crt", "certificate", "certificates":
		for _, w := range words {
			if keyButCert[w] {
				return false
			}
		}
	}
	return true
}

// aboutSecret reports whether one of the words behind a secret word turns the
// name into one about the secret.
func aboutSecret(behind []string) bool {
	for _, w := range behind {
		if aboutNames[w] {
			return true
		}
	}
	return false
}

// lastPhrase finds the phrase that ends last in words, the longest of those,
// and returns the number of words up to its end, 0 if there is none.
func lastPhrase(words []string, list [][]string) (phrase string, end int) {
	size := 0
	for _, p := range list {
		for i := len(words) - len(p); i >= 0; i-- {
			if indexSeq(words[i:i+len(p)], p) != 0 {
				continue
			}
			if e := i + len(p); e > end || e == end && len(p) > size {
				phrase, end, size = strings.Join(p, " "), e, len(p)
			}
			break
		}
	}
	return phrase, end
}

// lastEnding finds a word with a secret ending, as lastPhrase does.
func lastEnding(words []string) (phrase string, end int) {
	for i, w := range words {
		for _, suffix := range secretEndings {
			if strings.HasSuffix(w, suffix) {
				phrase, end = w, i+1
			}
		}
	}
	return phrase, end
}

// phrases reads a list of names, by comma and line, into words.
func phrases(text string) (list [][]string) {
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' }) {
		if words := strings.Fields(p); len(words) > 0 {
			list = append(list, words)
		}
	}
	return list
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
