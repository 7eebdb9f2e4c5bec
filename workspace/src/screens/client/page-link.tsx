import { safeAddress } from '../../components/links.ts';

/** The page the client is on; a link only when its address is a web address. */
export function PageLink({ url }: { url: string }) {
  const href = safeAddress(url);
  const shown = url.replace(/^https?:\/\//, '');
  if (href === null) return <bdi>{shown}</bdi>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" style={{ color: 'var(--hv-accent)' }}>
      <bdi>{shown}</bdi>
    </a>
  );
}
