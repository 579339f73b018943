/** Words of the sign-in page. */
export const signIn = {
  title: "Sign in",
  lead: "See and change the instance metadata setting of every Elastic Beanstalk environment you own.",
  signingIn: "Signing in…",
  oidc: {
    button: "Continue with single sign-on",
    hint: "You are sent to {issuer}. Your groups there decide your role here.",
  },
  token: {
    field: "One-time token",
    hint: "The server printed an address with the token when it started. Open that address, or paste the token here. It can be used once.",
    button: "Sign in",
    missing: "Enter the token.",
  },
  demo: {
    header: "Demo",
    lead: "Choose a role. The AWS behind this demo is simulated.",
    as: "Sign in as {role}",
    does: {
      viewer: "Sees everything, changes nothing.",
      operator: "Changes one environment at a time.",
      author: "Plans and starts rollouts for many environments.",
      approver: "Approves rollouts others have planned, and accepts risks.",
      admin: "May do everything.",
    },
  },
  loopbackOnly:
    "Signing in this way works only on the machine the dashboard runs on. Open it at http://127.0.0.1 or http://localhost there.",
  failed: {
    CredentialsSignin: "The token is not valid. It may have been used already: restart the server for a new one.",
    AccessDenied: "Your account has no role here. Ask an administrator to add one of your groups to the role map.",
    SessionRequired: "Sign in to see this page.",
    SessionEnded: "Your session was ended. Sign in again.",
    Default: "Signing in failed. Try again; the server's log has the reason.",
  },
  signedOut: "You are signed out.",
};
