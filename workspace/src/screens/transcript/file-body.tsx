import type { SharedFile } from '@hovor/protocol/session';
import { Modal, UnstyledButton } from '@mantine/core';
import { IconDownload, IconFile, IconFileOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../components/formats.ts';
import classes from './transcript.module.css';

/** A picture in place, or a file to download. */
export function FileBody({ file }: { file: SharedFile }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (file.isDeleted) {
    return (
      <span className={classes.file}>
        <IconFileOff size={24} stroke={1.4} aria-hidden />
        <span>{t('conversation.fileDeleted')}</span>
      </span>
    );
  }
  if (file.isImage) return <Picture file={file} />;
  return (
    <a
      className={classes.file}
      href={file.url}
      download={file.name}
      aria-label={t('conversation.download', { name: file.name })}
    >
      <IconFile size={24} stroke={1.4} aria-hidden />
      <span className={classes.fileName}>
        <bdi>{file.name}</bdi>
        <span className={classes.fileSize}>{formats.size(file.size)}</span>
      </span>
      <IconDownload size={18} stroke={1.6} aria-hidden />
    </a>
  );
}

/** The place of a picture has a fixed height, so that the transcript does not jump when it arrives. */
function Picture({ file }: { file: SharedFile }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <UnstyledButton
        className={classes.picture}
        aria-label={t('conversation.pictureOpen', { name: file.name })}
        onClick={() => setOpen(true)}
      >
        <img src={file.url} alt={t('conversation.picture', { name: file.name })} loading="lazy" decoding="async" />
      </UnstyledButton>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={file.name}
        size="auto"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <img className={classes.large} src={file.url} alt={t('conversation.picture', { name: file.name })} />
        <p style={{ margin: '8px 0 0' }}>
          <a href={file.url} download={file.name} style={{ color: 'var(--hv-accent)' }}>
            {t('conversation.download', { name: file.name })}
          </a>
        </p>
      </Modal>
    </>
  );
}
