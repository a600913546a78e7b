import { randomInt } from "node:crypto";

// Nothing that is mistaken for another when it is read aloud or copied by hand.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";
const groups = 4;
const inGroup = 4;

/** Sixteen letters and digits by chance, about 79 bits. */
export function newTemporaryPassword(): string {
  return Array.from({ length: groups }, newGroup).join("-");
}

function newGroup(): string {
  return Array.from({ length: inGroup }, () => letters[randomInt(letters.length)]).join("");
}
