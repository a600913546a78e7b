/** A User as people recognise one: the user ID, with the name or the e-mail where they tell more. */
export function userLabel(user: {
  username: string;
  firstName: string;
  lastName: string;
  email: string | null;
}): string {
  const name = `${user.firstName} ${user.lastName}`.trim();
  const more = [name, user.email === user.username ? "" : user.email].filter(Boolean).join(", ");
  return more ? `${user.username} (${more})` : user.username;
}
