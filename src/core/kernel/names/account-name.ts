/** An Account as people recognise it among others of the same name. */
export function accountLabel(account: { name: string; apiId: string }): string {
  return `${account.name} (${account.apiId})`;
}
