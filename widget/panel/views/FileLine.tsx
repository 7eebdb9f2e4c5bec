import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SharedFile } from '../../../protocol/session.ts';
import { sizeText } from '../files.ts';
import { Icon } from './icons.tsx';
import { usePanel } from './use.ts';

/** Pictures the browser draws without running anything in them; the rest is only offered for download. */
const drawable = /^image\/(png|jpeg|gif|webp|avif)$/;

export function FileLine({ file }: { file: SharedFile }) {
  const { say, locale } = usePanel().words;
  if (file.isDeleted) {
    return (
      <p class="file quiet">
        <Icon name="file" /> {say('fileLost')}
      </p>
    );
  }
  if (file.isImage && drawable.test(file.contentType)) return <Picture file={file} />;
  return <Download file={file} note={sizeText(file.size, locale)} />;
}

/** Fetches the file with the guest's token and hands it to the browser to save. */
function useDownload(file: SharedFile) {
  const { api } = usePanel();
  const [failed, setFailed] = useState(false);
  const download = async () => {
    setFailed(false);
    try {
      const address = URL.createObjectURL(await api.file(file.url));
      const anchor = document.createElement('a');
      anchor.href = address;
      anchor.download = file.name;
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch {
      setFailed(true);
    }
  };
  return { download, failed };
}

function Download({ file, note }: { file: SharedFile; note: string }) {
  const { say } = usePanel().words;
  const { download, failed } = useDownload(file);
  return (
    <button type="button" class="file" onClick={download}>
      <Icon name="file" />
      <span>
        <span class="aside">{say('download', { name: '' })}</span>
        <span class="file-name" dir="auto">
          {file.name}
        </span>
        <small>{failed ? say('fileLost') : note}</small>
      </span>
    </button>
  );
}

function Picture({ file }: { file: SharedFile }) {
  const { api, words } = usePanel();
  const { say, locale } = words;
  const [address, setAddress] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  const [large, setLarge] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const { download } = useDownload(file);

  useEffect(() => {
    let made: string | null = null;
    let left = false;
    api.file(file.url).then(
      (blob) => {
        if (left) return;
        made = URL.createObjectURL(blob);
        setAddress(made);
      },
      () => setBroken(true),
    );
    return () => {
      left = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [api, file.url]);

  useLayoutEffect(() => {
    if (large) dialog.current?.showModal();
  }, [large]);

  if (broken) return <Download file={file} note={sizeText(file.size, locale)} />;
  const shut = () => {
    dialog.current?.close();
    setLarge(false);
  };
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label={say('picture', { name: file.name })}
        onClick={() => setLarge(true)}
      >
        {address && <img src={address} alt="" onError={() => setBroken(true)} />}
      </button>
      {large && address && (
        <dialog
          class="large"
          ref={dialog}
          aria-label={file.name}
          onCancel={(event) => {
            event.preventDefault();
            shut();
          }}
          onKeyDown={(event) => event.key === 'Escape' && event.preventDefault() === undefined && shut()}
        >
          <img src={address} alt={file.name} />
          <div class="row">
            <button type="button" class="plain" onClick={download}>
              {say('download', { name: file.name })}
            </button>
            <button type="button" class="main" onClick={shut}>
              {say('pictureClose')}
            </button>
          </div>
        </dialog>
      )}
    </>
  );
}
