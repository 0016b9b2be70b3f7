/** What the drop-in depends on. */
export interface WayIn {
  /** No one comes in with a password any more. */
  readonly keysOnly: boolean;
}

/** What Stead wants of sshd. Ports, users and keys are the operator's. */
export const renderDropIn = ({ keysOnly }: WayIn): string => `# Written by Stead. Changes made here are overwritten.
${keysOnly ? KEYS_ONLY : PASSWORDS}
# Who knocks without coming in holds no place for long. Of 30 or more who are not in yet, each further one is turned away
# with a chance of 30 in 100 that grows until 100 (sshd_config(5)): room for guesses and for the operator.
LoginGraceTime 30
MaxStartups 30:30:100
# One connection carries all commands of Stead at once; 10 are too few.
MaxSessions 100
# A connection whose other end is gone ends after two minutes.
ClientAliveInterval 30
ClientAliveCountMax 4
X11Forwarding no
`;

const KEYS_ONLY = `# Keys only.
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PermitEmptyPasswords no`;

const PASSWORDS = `# Passwords stay as they were (ssh.passwords).
PermitEmptyPasswords no`;
