import { z } from "zod";
import { oneLine } from "../text/one-line.ts";

const nameAtMost = 200;
const apiIdAtMost = 100;
const descriptionAtMost = 2000;

export const accountName = z
  .string({ error: "Enter a name." })
  .trim()
  .min(1, "Enter a name.")
  .max(nameAtMost, `Use at most ${nameAtMost} characters.`)
  .regex(/^\P{Cc}*$/u, "Leave out control characters.");

/** It is the value of an HTTP header and part of a path. */
export const accountApiId = z
  .string({ error: "Enter an API ID." })
  .trim()
  .min(1, "Enter an API ID.")
  .max(apiIdAtMost, `Use at most ${apiIdAtMost} characters.`)
  .regex(/^[\x21-\x7E]+$/, "Use letters, digits and signs of ASCII, without spaces.");

export const accountDescription = z
  .string()
  .trim()
  .max(descriptionAtMost, `Use at most ${descriptionAtMost} characters.`)
  .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, "Leave out control characters.");

/** Why an Account is sensitive, as those who approve read it; empty: it is not. */
export const accountSensitivity = z
  .string()
  .trim()
  .max(300, "Use at most 300 characters for the warning.")
  .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, "Leave out control characters.")
  .transform(oneLine);

/** In the vendor's words, for every surface. */
export const apiIdTaken = "ID already in use";
