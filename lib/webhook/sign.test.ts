import { expect, test } from "vitest";
import { signatureOf } from "./sign.ts";

// The example of the specification's reference libraries.
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

test("signs as Standard Webhooks' own example", () => {
  expect(signatureOf(ID, 1_614_265_330, '{"test": 2432232314}', [SECRET])).toBe(SIGNED);
});

test("two secrets are two signatures", () => {
  const other = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  const both = signatureOf(ID, 1_614_265_330, '{"test": 2432232314}', [other, SECRET]).split(" ");
  expect(both).toHaveLength(2);
  expect(both[1]).toBe(SIGNED);
});
