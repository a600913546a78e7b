/** A Marketplace as people recognise it: by its number, which links carry, and its name. */
export function marketplaceLabel({ id, name }: { id: number; name: string }): string {
  return `${id} ${name}`;
}
