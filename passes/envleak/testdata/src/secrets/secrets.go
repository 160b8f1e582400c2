package secrets

import (
	"net/http/cgi"
	"os"
	"os/exec"
)

// Right: a place, a name, a setting.
func places(tokenFile, secretName, passwordLength string) error {
	os.Setenv("DB_PASSWORD_FILE", tokenFile)
	os.Setenv("KUBECONFIG", tokenFile)
	os.Setenv("TOKEN_TTL", "5m")
	return exec.Command("kubectl", "get", "secret", secretName, "--token-file", tokenFile, passwordLength).Run()
}

// Right: cleared.
func cleared() error { return os.Setenv("DB_PASSWORD", "") }

// Right: removed on every path.
func around(password string, do func()) {
	os.Setenv("PGPASSWORD", password)
	defer os.Unsetenv("PGPASSWORD")
	do()
}

// Right: to the one child.
func given(password string) error {
	cmd := exec.Command("psql")
	cmd.Env = append(os.Environ(), "PGPASSWORD="+password)
	return cmd.Run()
}

func set(password string) error {
	return os.Setenv("PGPASSWORD", password) // want `^warning: the secret in PGPASSWORD is put into the environment of every child started from now on; pass it in the Env of the one child that needs it \(envleak/secret-setenv\)$`
}

func argv(password string) error {
	return exec.Command("mysql", "-p"+password).Run() // want `^warning: password is passed on the command line of mysql, visible to every local user in ps and /proc; use stdin, a file or the environment \(envleak/secret-argv\)$`
}

func fromEnv(host string) error {
	args := []string{"-u", host, "--pass", os.Getenv("DB_PASSWORD")}
	return exec.Command("client", args...).Run() // want `warning: the secret in DB_PASSWORD is passed on the command line of client`
}

// Right: the name of an object, and the public half of a pair.
func named(c *settings) error {
	if err := os.Setenv("MINIO_ACCESS_KEY", c.AccessKey); err != nil {
		return err
	}
	return exec.Command("tunnel", "--state=kube:"+c.KubeSecret, "--user="+c.AccessKey).Run()
}

type settings struct{ KubeSecret, AccessKey, SecretAccessKey string }

func pair(c *settings) error {
	return exec.Command("s3", c.AccessKey, c.SecretAccessKey).Run() // want `warning: SecretAccessKey is passed on the command line of s3`
}

func wrapper(token string) error { return run("curl", "-H", "Authorization: "+token) }

func authToken(accessToken string) error {
	return run("curl", "-H", accessToken) // want `warning: accessToken is passed on the command line of curl`
}

func run(name string, args ...string) error { return exec.Command(name, args...).Run() }

var plain = cgi.Handler{Path: "/cgi", InheritEnv: []string{"PATH", "LD_LIBRARY_PATH"}}

func handler() *cgi.Handler {
	return &cgi.Handler{
		Path:       "/cgi",
		InheritEnv: []string{"PATH", "DB_PASSWORD"}, // want `^warning: InheritEnv passes DB_PASSWORD from the server's environment to every CGI script; pass it in Env to the one that needs it \(envleak/cgi-inherits\)$`
	}
}
