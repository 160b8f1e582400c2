package secret

import (
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"":                 "",
		"password":         "password",
		"privateKeyPEM":    "private key pem",
		"APIKey":           "api key",
		"apiKeyID":         "api key id",
		"HTTPServer":       "http server",
		"userIDs":          "user ids",
		"URLs":             "urls",
		"id_rsa":           "id rsa",
		"server-key.pem":   "server key pem",
		".env":             "env",
		"RSA2048Key":       "rsa2048 key",
		"k8sToken":         "k8s token",
		"AWS_SECRET_KEY":   "aws secret key",
		"__x__":            "x",
		"schlüsselDatei":   "schlüssel datei",
		"Äußeres Passwort": "äußeres passwort",
	} {
		if got := strings.Join(Words(in), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestName(t *testing.T) {
	for want, names := range map[Strength]string{
		Strong: `password Passwd dbPassword rootpassword userPassphrase secret clientSecret ClientSecretFile secretKey SecretAccessKey
			privateKey privKeyPath PrivateKeyPEM privKeyBytes privatekey sshKey hostKey identityKeyFile apiKey APIKey apikey apiToken
			accessToken refresh_token authToken BearerToken oauthToken masterKey signingKey encryptionKeyBytes tlsKey serverKeyFile
			credentials awsCreds kubeconfig kubeconfigPath dockerConfigJSON keyring keytab htpasswd pgpass cookieSecret
			jwtSecret AWS_SECRET_ACCESS_KEY passwordHash0 newPasswordBytes certPrivateKey certificatePrivateKeyFile caKey
			passwordFile secretsDir credentialsPath secretAccessKey storageAccessKey clusterSecret kubePassword recoveryCodes seedPhrase preSharedKey`,
		Weak: `key keyFile keyPath keyPEM keyOut keyBuf keyBytes token tokenFile tokenString auth pwd cookie jwtString certKeyFile certKey
			keys keysJSON cred pin domainKey`,
		None: `author authority tokenize tokenizer tokenizerPath detokenize passwordless secretary monkey keyboard hotkey turkey keystroke
			keynote keyword keyframe passes passage compass bypass pass_through_dir lockFile
			primaryKey foreignKey cacheKey mapKey cache_key partitionKey sortKey objectKey storageKey indexKey labelKey contextKey ctxKey
			etcdKey redisKey dbKey routingKey
			keyFunc keyID keyIDs keySize keyLen keyType keyName keyUsage keyCount keySpec keyIndex keyRange
			tokenType tokenURL tokenEndpoint tokenExpiry tokenCount tokenLimit maxTokens numTokens tokenReader tokenSource tokenStream
			passwordLength passwordPolicy passwordField passwordRequired minPasswordLength hasPassword isSecret usePassword
			kubeSecret KubernetesSecrets TS_KUBE_SECRET accessKey AWS_ACCESS_KEY_ID
			secretName secretRef secretKeyRef secretNamespace secretManager secretStore secretType SecretLister credentialProvider credentialsExpiry
			publicKey PublicKey pubKey pubKeyPath publicKeyFile sshPublicKey knownHosts authorizedKeys authorizedKeysFile
			certFile certPEM caCert certificate certificatePath crtPath serverCertificate fingerprint
			examplePassword sampleKey secretTemplate mockToken fakeCredentials redactedPassword
			path name data config file dir mode socket umask pidFile`,
	} {
		for _, name := range strings.Fields(names) {
			if got := Name(name); got.Strength != want {
				t.Errorf("Name(%q) = %v (%s), want %v", name, got.Strength, got.Why, want)
			}
		}
	}
}

func TestPublicNames(t *testing.T) {
	for name, want := range map[string]bool{
		"publicKey": true, "pubKeyPath": true, "certFile": true, "known_hosts": true, "authorized_keys": true,
		"certKey": false, "certPrivateKey": false, "path": false, "keyID": false, "republic": false, "published": false,
	} {
		if got := Name(name).Public; got != want {
			t.Errorf("Name(%q).Public = %v", name, got)
		}
	}
}

func TestEnv(t *testing.T) {
	for want, names := range map[Strength]string{
		Strong: "GITHUB_TOKEN STRIPE_KEY DB_PASS PGPASSWORD MYSQL_PWD AWS_SECRET_ACCESS_KEY AZURE_STORAGE_ACCESS_KEY SLACK_BOT_TOKEN VAULT_AUTH",
		Weak:   "TOKEN KEY AUTH_FILE",
		None:   "PATH HOME PWD_DIR_NAME OLDPWD SSH_AUTH_SOCK_DIR_ID AWS_ACCESS_KEY_ID MINIO_ACCESS_KEY TS_KUBE_SECRET TOKENIZERS_PARALLELISM KEYBOARD_LAYOUT MAX_TOKENS XDG_RUNTIME_DIR SSL_CERT_FILE",
	} {
		for _, name := range strings.Fields(names) {
			if got := Env(name); got.Strength != want {
				t.Errorf("Env(%q) = %v (%s), want %v", name, got.Strength, got.Why, want)
			}
		}
	}
}

func TestPath(t *testing.T) {
	for want, paths := range map[Strength]string{
		Strong: `id_rsa /root/.ssh/id_ed25519 /etc/ssh/ssh_host_rsa_key server.key tls.key ca-key.pem %s-key.pem key.pem privkey.pem /x/%s.key
			store.p12 keystore.jks /root/.netrc .pgpass .env .env.production /etc/shadow /etc/x.htpasswd htpasswd
			/home/u/.kube/config /home/u/.aws/credentials ~/.docker/config.json kubeconfig admin.kubeconfig
			token /run/token session.token join-token credentials credentials.json secrets.yaml app.secret master.key keyring
			db_password.txt clientSecret.json private-key.der /run/secrets/db C:\Users\u\id_rsa refresh_token.json`,
		Weak: `/etc/keys/a.bin /etc/ssl/private/server.pem mykeys/x/keys.json auth.json key.json`,
		None: `id_rsa.pub server.crt ca.pem cert.pem server-cert.pem known_hosts /root/.ssh/authorized_keys public.key public.pem
			tokenizer.json tokenizer_config.json keyboard.conf .env.example app.lock token.go secret.md key.proto monkey.json
			config.json state.db a.txt /etc/passwd /dev/null / . "" %d.pid author.txt primary_key.txt tokens.css
			README.md /var/lib/x/state.json server.log`,
	} {
		for _, p := range strings.Fields(paths) {
			if p == `""` {
				p = ""
			}
			if got := Path(p); got.Strength != want {
				t.Errorf("Path(%q) = %v (%s), want %v", p, got.Strength, got.Why, want)
			}
		}
	}
	for _, p := range []string{".pub", "id_rsa.pub", "x.crt", "/a/secrets/x.pub"} {
		if !Path(p).Public {
			t.Errorf("Path(%q) is not public", p)
		}
	}
}

func TestDir(t *testing.T) {
	for want, dirs := range map[Strength]string{
		Strong: "/root/.ssh .gnupg /etc/x/secrets private keys",
		Weak:   "/etc/x/tokens auth client-secrets",
		None:   "/etc/ssl/certs /var/lib/x data keyboards .",
	} {
		for _, d := range strings.Fields(dirs) {
			if got := Dir(d); got.Strength != want {
				t.Errorf("Dir(%q) = %v (%s), want %v", d, got.Strength, got.Why, want)
			}
		}
	}
}

func TestUserList(t *testing.T) {
	m, err := NewMatcher([]string{"unseal_share", "*.vault"})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Strength{
		"unsealShare": Strong, "UNSEAL_SHARE_1": Strong, "publicUnsealShare": Strong, // the user knows best
		"unseal": None, "shareUnseal": None, "password": Strong,
	} {
		if got := m.Name(name); got.Strength != want {
			t.Errorf("Name(%q) = %v", name, got)
		}
	}
	for p, want := range map[string]Strength{"/x/a.vault": Strong, "A.Vault": Strong, "vault": None, "unseal-share.txt": Strong} {
		if got := m.Path(p); got.Strength != want {
			t.Errorf("Path(%q) = %v", p, got)
		}
	}
	if Name("unsealShare").Strength != None {
		t.Error("one matcher's words became everyone's")
	}
	for _, bad := range []string{"", "  ", "*[", "a/b", "--"} {
		if _, err := NewMatcher([]string{bad}); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestEvidenceIsExplained(t *testing.T) {
	for _, e := range []Evidence{Name("dbPassword"), Path("id_rsa"), Path("/x/secrets/y"), Dir(".ssh")} {
		if e.Why == "" {
			t.Errorf("%v has no reason", e)
		}
	}
	if got := Name("dbPassword").Why; got != `its name says "password"` {
		t.Errorf("got %s", got)
	}
}

func TestStronger(t *testing.T) {
	none, weak, strong := Evidence{}, Evidence{Strength: Weak, Why: "w"}, Evidence{Strength: Strong, Why: "s"}
	public := Evidence{Public: true}
	for _, c := range []struct{ a, b, want Evidence }{
		{none, weak, weak}, {weak, strong, strong}, {strong, weak, strong},
		{strong, public, public}, {public, strong, public}, {weak, Evidence{Strength: Weak, Why: "later"}, weak},
	} {
		if got := Stronger(c.a, c.b); got != c.want {
			t.Errorf("Stronger(%v, %v) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
