package secrets

import (
	"crypto/mlkem"
	"os"
)

// encapsulation is public.
func encapsulation(p string) error {
	key, err := mlkem.GenerateKey768()
	if err != nil {
		return err
	}
	return os.WriteFile(p, key.EncapsulationKey().Bytes(), 0o644)
}

func decapsulation(p string, key *mlkem.DecapsulationKey768) error {
	return os.WriteFile(p, key.Bytes(), 0o644) // want `^error: .*DecapsulationKey768\)\.Bytes returns.* \(filemode/secret-readable\)$`
}
