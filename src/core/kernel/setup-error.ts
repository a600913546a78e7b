/** The installation is not as the program needs it: told as it is, without a stack, to whoever runs the server. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}
